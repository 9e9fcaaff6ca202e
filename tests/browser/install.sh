#!/bin/sh
# The browser tests need a Chromium and a Chinese font: installed here where they are missing and it is allowed.
set -eu

have_browser() {
    command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null
}
have_font() {
    command -v fc-list >/dev/null && [ -n "$(fc-list :lang=zh)" ]
}

have_browser && have_font && exit 0
if ! command -v apt-get >/dev/null; then
    echo "make test needs Chromium and a Chinese font (fonts-noto-cjk): install them with your system's packages" >&2
    exit 1
fi
as_root=""
[ "$(id -u)" = 0 ] || as_root="sudo"
$as_root apt-get update -q
$as_root apt-get install -y -q --no-install-recommends chromium fonts-noto-cjk fontconfig
