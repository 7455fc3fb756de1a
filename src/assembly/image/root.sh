#!/bin/sh
# Lays out what the program needs in an image without a base: Java, the C library, and a shell for the launcher.
# Usage: root.sh JAVA_HOME FOLDER. Runs on Linux; Java and libraries are those of this machine.
set -eu
java=$1
root=$2

# Copies files to where they are on this machine, with the libraries that they are linked to.
put() {
  for file in "$@"; do
    mkdir -p "$root${file%/*}"
    cp -L "$file" "$root$file"
    libraries "$file"
  done
}

libraries() {
  for library in $(ldd "$1" 2>/dev/null | sed -n 's#^[^/]*\(/[^ ]*\) (0x[0-9a-f]*)$#\1#p'); do
    case $library in "$root"/*) continue ;; esac
    if [ ! -e "$root$library" ]; then
      mkdir -p "$root${library%/*}"
      cp -L "$library" "$root$library"
    fi
  done
}

rm -rf "$root"
mkdir -p "$root/opt" "$root/etc" "$root/tmp" "$root/proc" "$root/dev" "$root/var/lib/plume-lookup"
"$java/bin/jlink" --output "$root/opt/java" --no-header-files --no-man-pages --strip-java-debug-attributes \
  --add-modules java.se,jdk.charsets,jdk.crypto.ec,jdk.httpserver,jdk.jcmd,jdk.management,jdk.management.agent \
  --add-modules jdk.jfr,jdk.naming.dns,jdk.net,jdk.security.auth,jdk.unsupported,jdk.zipfs
cp -L "$java/lib/security/cacerts" "$root/opt/java/lib/security/cacerts"
# java.desktop is there for its beans: without a screen nothing loads these, and they want libraries of their own.
for library in awt_xawt jawt splashscreen jsound fontmanager freetype javajpeg lcms mlib_image; do
  rm -f "$root/opt/java/lib/lib$library.so"
done
cd "$root/opt/java"
for file in bin/java lib/jspawnhelper lib/*.so lib/server/*.so; do
  libraries "$root/opt/java/$file"
done

put /bin/sh /usr/bin/dirname /usr/bin/readlink
mkdir -p "$root/usr/lib/locale"
cp -RL /usr/lib/locale/C.utf8 "$root/usr/lib/locale/"
echo 'hosts: files dns' >"$root/etc/nsswitch.conf"
printf '%s\n' root:x:0:0::/:/bin/sh plume-lookup:x:10001:10001::/var/lib/plume-lookup:/bin/sh >"$root/etc/passwd"
printf '%s\n' root:x:0: plume-lookup:x:10001: >"$root/etc/group"
