#!/bin/sh
# kcat:
#   kcat.sh version
#   kcat.sh produce BROKERS TOPIC KEY [NAME=VALUE...] < value      without a line's end in it
#   kcat.sh consume BROKERS TOPIC...                               all there is now
set -eu
verb=$1
shift
case $verb in
    version)
        kcat -V
        ;;
    produce)
        brokers=$1 topic=$2 key=$3
        shift 3
        for header; do
            set -- "$@" -H "$header"
            shift
        done
        kcat -P -b "$brokers" -t "$topic" -k "$key" "$@"
        ;;
    consume)
        brokers=$1
        shift
        for topic; do
            kcat -C -b "$brokers" -t "$topic" -o beginning -e -q -J
        done
        ;;
esac
