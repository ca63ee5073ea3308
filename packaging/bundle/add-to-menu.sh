#!/bin/sh
# Puts the program into the menu of this user; --remove takes it out again. Nothing else is changed.
here=$(cd "$(dirname "$0")" && pwd)
share=${XDG_DATA_HOME:-$HOME/.local/share}
menu="$share/applications"
if [ "$1" = --remove ]; then
    rm -f "$menu/inspector.desktop" "$menu/inspector-open.desktop"
    rm -f "$share/mime/packages/inspector.xml" "$share/icons/hicolor/scalable/apps/inspector.svg"
else
    mkdir -p "$share/applications" "$share/mime/packages" "$share/icons/hicolor/scalable/apps"
    for name in inspector.desktop inspector-open.desktop; do
        sed "s|^Exec=inspector|Exec=\"$here/inspector\"|" "$here/share/$name" > "$menu/$name"
    done
    cp "$here/share/inspector-mime.xml" "$share/mime/packages/inspector.xml"
    cp "$here/share/inspector.svg" "$share/icons/hicolor/scalable/apps/inspector.svg"
fi
command -v update-mime-database >/dev/null 2>&1 && update-mime-database "$share/mime"
command -v update-desktop-database >/dev/null 2>&1 && update-desktop-database -q "$share/applications"
exit 0
