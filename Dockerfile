# The image holds the go command and git, because the program runs them:
#
#	docker run --rm -v "$PWD:/src" IMAGE ./...
#
# -v shutdownlint:/tmp keeps what it has found out, and the modules that it needs, for the next run.
FROM golang:1.26-bookworm AS build
WORKDIR /build
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -buildvcs=true -ldflags="-s -w" -o /shutdownlint ./cmd/shutdownlint

FROM golang:1.26-bookworm
COPY --from=build /shutdownlint /usr/local/bin/shutdownlint
# Any user may run it (--user "$(id -u)"), and look at a repository of another one.
RUN git config --system --add safe.directory '*'
ENV HOME=/tmp GOPATH=/tmp/go GOFLAGS=-buildvcs=false GOTOOLCHAIN=auto
WORKDIR /src
ENTRYPOINT ["shutdownlint"]
