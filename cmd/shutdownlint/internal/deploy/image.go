package deploy

import (
	"regexp"
	"slices"
	"strings"
)

// A shellKind is what stands behind /bin/sh.
type shellKind int

const (
	unknownShell shellKind = iota
	dash                   // forks for every command, the last one included
	busybox                // becomes the last command
	bash                   // becomes the last command of a list
	noShell
	foreignShell // PowerShell, cmd
)

func (k shellKind) String() string {
	return [...]string{"an unknown shell", "dash", "busybox", "bash", "none", "another shell"}[k]
}

// A reference is the name of an image, taken apart. "$" stands for a variable.
type reference struct {
	repository string // without the registry of official images
	name       string // its last element
	tag        string
}

func parseReference(image string) reference {
	image, _, _ = strings.Cut(strings.ToLower(variable.ReplaceAllString(image, "$$")), "@")
	r := reference{repository: image}
	if i := strings.LastIndexByte(image, ':'); i > strings.LastIndexByte(image, '/') {
		r.repository, r.tag = image[:i], image[i+1:]
	}
	for _, official := range []string{"docker.io/", "index.docker.io/", "public.ecr.aws/docker/", "mirror.gcr.io/", "library/"} {
		r.repository = strings.TrimPrefix(r.repository, official)
	}
	r.name = r.repository[strings.LastIndexByte(r.repository, '/')+1:]
	return r
}

var (
	// What the names and tags of images say about the system in them.
	windows = regexp.MustCompile(`windows|nanoserver|servercore`)
	debian  = regexp.MustCompile(`\b(debian|ubuntu|buster|bullseye|bookworm|trixie|forky|bionic|focal|jammy|noble|resolute)\b|(debian|ubuntu)[0-9]`)
	redHat  = regexp.MustCompile(`^(fedora|fedora-minimal|centos|rockylinux|almalinux|oraclelinux|amazonlinux|archlinux|ubi[0-9]*(-minimal|-micro|-init)?|rocky|leap|tumbleweed)$`)

	// Official images that are Debian or Ubuntu unless their tag says something else.
	dashImages = []string{"golang", "debian", "ubuntu", "buildpack-deps", "node", "python", "ruby", "php", "perl", "rust", "gcc",
		"openjdk", "eclipse-temurin", "nginx", "httpd", "redis", "postgres", "mariadb", "mongo"}

	// Official images for programs that are not written in Go.
	otherLanguages = []string{"node", "python", "ruby", "php", "perl", "rust", "openjdk", "eclipse-temurin", "nginx", "httpd", "redis",
		"postgres", "mariadb", "mysql", "mongo", "mono", "dart", "elixir", "erlang", "haskell", "swift", "julia", "caddy", "haproxy"}

	// What is called like this is no program in Go, whoever makes the image.
	stores = []string{"postgres", "postgresql", "pgbouncer", "mysql", "mysql-server", "mariadb", "mongo", "mongodb", "redis", "memcached", "rabbitmq", "kafka", "zookeeper",
		"elasticsearch", "opensearch", "cassandra", "clickhouse-server", "nginx", "httpd", "wordpress", "phpmyadmin", "pgadmin4", "adminer"}

	variable = regexp.MustCompile(`\$\{[^}]*\}|\$\([^)]*\)|\$\w+`)
)

// shellOf returns the shell of an image.
func shellOf(image string) shellKind {
	r := parseReference(image)
	system := r.name + ":" + r.tag
	switch {
	case r.repository == "scratch", strings.Contains(r.repository, "distroless") && !strings.Contains(r.tag, "debug"):
		return noShell
	case windows.MatchString(system):
		return foreignShell
	case strings.Contains(system, "alpine"), strings.Contains(r.name, "busybox"):
		return busybox
	case strings.Contains(r.repository, "distroless"):
		return busybox
	case debian.MatchString(system):
		return dash
	case redHat.MatchString(r.name):
		return bash
	case slices.Contains(dashImages, r.repository) && !strings.Contains(r.tag, "$") && !strings.Contains(r.tag, "oracle"):
		return dash
	}
	return unknownShell
}

// forAnother reports whether an image is made for programs in another language than Go.
func forAnother(image string) bool {
	r := parseReference(image)
	return slices.Contains(otherLanguages, r.repository) || slices.Contains(stores, r.name)
}
