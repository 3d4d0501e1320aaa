#!/bin/sh
# Starts Debian's headless shell of Chromium with a first page, which chromedriver expects and does
# not ask for.
exec /usr/lib/chromium/chromium-headless-shell "$@" about:blank
