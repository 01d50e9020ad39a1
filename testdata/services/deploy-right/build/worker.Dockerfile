FROM golang:1.25 AS build
COPY . .
RUN go build -o /worker ./cmd/jobs

FROM alpine
COPY --from=build /worker /usr/bin/worker
COPY build/worker.sh /
ENTRYPOINT ["/worker.sh"]
