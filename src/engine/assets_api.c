/* Lua binding of the assets room: module `luacdk.assets`.
 *
 *   local assets = require "luacdk.assets"
 *
 * Failures of the world (files, permissions, links) return `nil, message`; wrong argument types raise. A message names the
 * file. Paths may be relative to the current directory.
 *
 * Options common to fingerprint, stage and copy_directory (a table, every field optional):
 *   follow       "never" | "always" | "external" (default) | "internal-only"
 *   exclude      list of patterns
 *   ignore_mode  "glob" (default) | "git" | "docker"
 *
 * assets.fingerprint(path [, { extra_hash=, follow=, exclude=, ignore_mode= }])  -> hex | nil, message
 *   FileSystem.fingerprint of the reference. A FIFO, socket or device is an error.
 *
 * assets.stage { source=, outdir=, hash=, extra_hash=, follow=, exclude=, ignore_mode=, extension=, disable_copy= }
 *   -> { hash=, staged_path=, is_directory=, extension=, copied= } | nil, message
 *   Fingerprints `source` (unless `hash`, the final asset hash, is given) and puts a copy at
 *   `<outdir>/asset.<hash><extension>` unless that exists already. The extension is "" for a directory and follows the
 *   extension rule for a file (assets.extension); `extension` overrides it. `outdir` is created when missing. Nothing is
 *   left behind by a failure. `exclude` is taken as it is: AssetStaging puts ".is_custom_resource" in front.
 *   With disable_copy nothing is written and staged_path is the absolute source path (outdir may then be absent).
 *   An output folder inside the source is neither hashed nor copied. Under "internal-only" an external link that is not
 *   ignored is an error. `copied` tells whether this call wrote the target.
 *   staged_path is absolute.
 *
 * assets.check_links(path, { exclude=, ignore_mode= })  -> true | nil, message
 *   Error when the directory holds an external link (the check made for follow = "internal-only").
 * assets.copy_directory(from, to [, options])  -> true | nil, message
 * assets.ignore(mode, patterns)  -> object | nil, message     object:ignores(path), object:completely_ignores(path) -> boolean
 *   `path` is relative to the root of the tree, with slashes.
 * assets.extension(file_name)  -> ".tar.gz", ".zip", ".txt", "" …
 * assets.is_archive_extension(ext)  -> boolean
 *
 * Files:  exists(p) is_directory(p) is_file(p) -> boolean (links followed)
 *   stat(p) -> { type = "file"|"directory"|"other", size=, mode=, mtime= } or nil;  lstat(p): the same, type "link" too
 *   read_file(p) -> bytes | nil, message        write_file(p, bytes [, mode]) -> true | nil, message (atomic)
 *   mkdirs(p) remove_tree(p) rename(from, to) copy_file(from, to) chmod(p, mode) symlink(text, p) -> true | nil, message
 *   list(dir) -> names in the order of the reference's sort | nil, message
 *   readlink(p), realpath(p), mkdtemp(prefix) -> string | nil, message
 *   cwd() -> string                              equal_files(a, b) -> boolean | nil, message
 * Digests: sha256(text) sha1(text) md5(text) -> hex
 * Paths:  assets.path.join(...) resolve(...) dirname(p) basename(p [, suffix]) relative(from, to) extname(p)
 *   normalize(p) is_absolute(p) is_within(root, p): the results of node's path.posix
 */
