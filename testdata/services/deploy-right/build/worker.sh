#!/bin/sh
set -e

# a queue that is not there yet is no reason to fail
until nc -z queue 5672; do
	sleep 1
done
exec /usr/bin/worker "$@"
