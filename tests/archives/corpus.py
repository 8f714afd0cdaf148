"""Writes archives that must be refused, and some that must not, into a folder, with a list of them in cases.json.

usage: corpus.py FOLDER STORE

STORE is a folder with a store. The same bytes come out each time. A case has a name, a file, and the reason that must be
given for refusing it; one without a reason must be taken. Cases called `backup-...` have the form of the program's own
backups, all others are plain tarballs.
"""

import hashlib
import io
import json
import os
import struct
import sys
import tarfile
import zlib

TIME = 1770602400  # 2026-02-09T02:00:00Z
MIB = 1 << 20
GIB = 1 << 30

folder, store = sys.argv[1:]
cases = []


def case(name, content, reason=None, suffix="tar"):
    file = f"{name}.{suffix}"
    with open(os.path.join(folder, file), "wb") as out:
        for piece in [content] if isinstance(content, bytes) else content:
            out.write(piece)
    cases.append({"name": name, "file": file, "reason": reason})


def read(name):
    with open(os.path.join(store, name), "rb") as file:
        return file.read()


USERS = ("users.json", read("users.json"))
USER_FILES = [(f"user_data/{name}", read(f"user_data/{name}")) for name in sorted(os.listdir(f"{store}/user_data"))]
STORE = [USERS, *USER_FILES]


# Gzip, by hand: so that zeros need be compressed but once.


def member(content, level=6, header=b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"):
    deflater = zlib.compressobj(level, zlib.DEFLATED, -15)
    deflated = deflater.compress(content) + deflater.flush()
    return header + deflated + struct.pack("<II", zlib.crc32(content), len(content) & 0xFFFFFFFF)


def foreign(content):
    """Compresses as gzip does, whose header tells of Unix."""
    return member(content, header=b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03")


def zeros(count):
    """Compresses so many zeros, a multiple of 16 MiB, as many members."""
    one = foreign(bytes(16 * MIB))
    return [one] * (count // (16 * MIB))


# Tar, by hand where Python's tarfile does not write what is wanted.


def padded(content):
    return content + bytes(-len(content) % 512)


def header(name, size, kind=b"0", mode=0o644, link=b"", magic=b"ustar\x0000", mtime=TIME, size_field=None, owner=1000):
    name = name if isinstance(name, bytes) else name.encode()
    block = bytearray(512)
    block[0 : len(name)] = name
    block[100:108] = b"%07o\0" % mode
    block[108:116] = block[116:124] = b"%07o\0" % owner
    block[124:136] = size_field or b"%011o\0" % size
    block[136:148] = b"%011o\0" % mtime
    block[148:156] = b" " * 8
    block[156:157] = kind
    block[157 : 157 + len(link)] = link
    block[257 : 257 + len(magic)] = magic
    # With as many digits as the program writes, or as others do.
    block[148:156] = (b"%07o\0" if owner == 0 else b"%06o\0 ") % sum(block)
    return bytes(block)


def entry(name, content=b"", kind=b"0", **more):
    return header(name, len(content), kind, **more) + padded(content)


def records(**values):
    text = b""
    for key, value in values.items():
        value = value if isinstance(value, bytes) else value.encode()
        rest = b" " + key.encode().replace(b"__", b".") + b"=" + value + b"\n"
        length = len(rest)
        while length != len(rest) + len(str(length)):
            length = len(rest) + len(str(length))
        text += str(length).encode() + rest
    return text


def extended(kind=b"x", **values):
    return entry("PaxHeaders/x", records(**values), kind)


def files(*pairs):
    return b"".join(entry(name, content) for name, content in pairs)


END = bytes(1024)


def tarball(*extra, before=b"", end=END):
    return before + files(*STORE) + b"".join(extra) + end


def by_tarfile(format, prefix="", mode="w", more=()):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode, format=format) as tar:
        for name, content in [*STORE, *more]:
            info = tarfile.TarInfo(prefix + name)
            info.size, info.mtime, info.uname = len(content), TIME, "müller"
            tar.addfile(info, io.BytesIO(content))
    return out.getvalue()


def plain():
    # What must be taken.
    long = ("user_data/" + "x" * 120 + ".json", b"{}")
    case("good-ustar", by_tarfile(tarfile.USTAR_FORMAT))
    case("good-gnu-long-name", by_tarfile(tarfile.GNU_FORMAT, more=[long]))
    case("good-pax-long-name", by_tarfile(tarfile.PAX_FORMAT, prefix="./", more=[long]))
    case("good-folder", by_tarfile(tarfile.PAX_FORMAT, prefix="store/"))
    case("good-gzip", by_tarfile(tarfile.GNU_FORMAT, prefix="./store/", mode="w:gz"), suffix="tar.gz")
    case("good-gzip-as-we-write-it", member(tarball()), suffix="tgz")
    case("good-called-otherwise", member(tarball()), suffix="json")
    case("good-users-last", files(*USER_FILES, USERS) + END)
    others = [entry(n, b"x") for n in ("README", ".chatkeep/lock", "identity.txt", "user_data/a b.json", "old/users.json", "Notes")]
    case("good-others", tarball(entry("user_data/", kind=b"5", mode=0o2775), *others))
    case("good-label", entry("volume", kind=b"V") + tarball())
    case("good-padded", tarball(bytes(20 * 512)))

    # Where it leads.
    case("absolute", tarball(entry("/tmp/chatkeep-was-here", b"x")), "absolute name")
    case("absolute-part", entry("/users.json", USERS[1]) + files(*USER_FILES) + END, "absolute name")
    case("up", tarball(entry("../users.json", b"{}")), "leads elsewhere")
    case("up-within", tarball(entry("user_data/../../x.json", b"{}")), "leads elsewhere")
    case("up-folder", tarball(entry("..", kind=b"5")), "leads elsewhere")
    case("up-gnu-long", tarball(entry("././@LongLink", b"../x\0", b"L"), entry("x", b"y")), "leads elsewhere")
    case("up-pax", tarball(extended(path="é/../../x"), entry("x", b"y")), "leads elsewhere")
    case("up-prefix", tarball(prefixed("..", "x")), "leads elsewhere")
    # What it is.
    for name, kind, reason in [
        ("symlink", b"2", "is a symbolic link"),
        ("hardlink", b"1", "is a hard link"),
        ("character-device", b"3", "is a device"),
        ("block-device", b"4", "is a device"),
        ("fifo", b"6", "is a pipe"),
        ("sparse", b"S", "is a sparse file"),
        ("contiguous", b"7", "of a kind that no store has"),
        ("dump-folder", b"D", "of a kind that no store has"),
        ("continued", b"M", "of a kind that no store has"),
        ("unknown-kind", b"Q", "of a kind that no store has"),
        ("long-link", b"K", "of a kind that no store has"),
    ]:
        case(name, tarball(entry("user_data/x.json", kind=kind, link=b"/etc/passwd")), reason)
        case(f"{name}-beside", tarball(entry("README", kind=kind, link=b"/etc/passwd")), reason)
    through = entry("user_data", kind=b"2", link=b"/tmp") + tarball()
    case("write-through-a-link", through, "is a symbolic link")
    case("part-is-a-folder", entry("users.json/", kind=b"5") + files(*USER_FILES) + END, "should be a file")
    case("folder-with-content", tarball(entry("x/", b"y" * 600, kind=b"5")), "has content")
    case("setuid", tarball(entry("user_data/x.json", b"{}", mode=0o4755)), "run as its owner")
    case("setgid", tarball(entry("x", b"", mode=0o2755)), "run as its owner")
    # How it is called.
    case("twice", tarball(entry(*USER_FILES[0])), "is there twice")
    case("twice-otherwise", tarball(entry("./" + USER_FILES[0][0], b"{}")), "is there twice")
    case("twice-users", tarball(entry("./users.json", b"{}")), "is there twice")
    case("case-twin", tarball(entry(USER_FILES[0][0].upper().replace("USER_DATA", "user_data").replace("JSON", "json"), b"{}")), "upper and lower case")
    case("case-twin-no-part", tarball(entry("Users.JSON", b"{}")), "upper and lower case")
    case("case-twin-folder", tarball(entry("USER_DATA/" + USER_FILES[0][0][10:], b"{}")), "upper and lower case")
    case("not-utf8", tarball(entry(b"user_data/\xff\xfe.json", b"{}")), "not UTF-8")
    case("no-name", tarball(entry("./.", b"x")), "has no name")
    case("zero-in-name", tarball(extended(path=b"\xc3\xa9users.json\0x"), entry("x", b"{}")), "with a zero in it")
    # What stands before it.
    hidden = extended(path="user_data/evil.json")
    case("pax-path", tarball(hidden, entry("user_data/good.json", b"{}")), "renamed by an extended header")
    case("pax-size", tarball(extended(size="0"), entry("user_data/x.json", b"{}")), "second size")
    case("pax-link", tarball(extended(linkpath="/etc/passwd"), entry("x", b"{}")), "made a link")
    case("pax-sparse", tarball(extended(GNU__sparse__major="1", GNU__sparse__minor="0"), entry("x", b"{}")), "sparse file")
    case("pax-sparse-size", tarball(extended(GNU__sparse__realsize=str(64 * GIB)), entry("x", b"{}")), "sparse file")
    case("pax-global-path", extended(b"g", path="é" * 9) + tarball(), "one name to all")
    case("pax-global-size", extended(b"g", size="0") + tarball(), "second size")
    case("pax-torn", tarball(entry("PaxHeaders/x", b"99 path=x\n", b"x"), entry("x", b"y")), "cannot be read")
    two = entry("././@LongLink", b"a\0", b"L")
    case("two-long-names", tarball(two, two, entry("x", b"y")), "two names")
    case("long-name-of-nothing", files(*STORE) + two + END, "ends before a member")
    # How much it is.
    case("large-pax", [files(*STORE), header("x", 2 * GIB, b"x"), END], "bytes in an extended header")
    case("large-long-name", [files(*STORE), header("x", 2 * GIB, b"L"), END], "bytes in the name of a member")
    case("large-claim", files(*STORE) + header("user_data/x.json", GIB) + END, "times the size of the file")
    case("larger-claim", files(*STORE) + header("user_data/x.json", 7 * GIB) + END, "bytes in user_data/x.json, and 1073741824")
    case("negative-size", tarball(header("x", 0, size_field=b"\xff" * 12)), "bytes in all files")
    case("size-no-number", tarball(header("x", 0, size_field=b"12345678xyz\0")), "size that cannot be read")
    bomb = [foreign(header(USERS[0], 4 * GIB)), *zeros(4 * GIB), foreign(END)]
    case("zeros-as-users", bomb, "bytes in users.json, and 1073741824", "tar.gz")
    bomb = [foreign(files(*STORE) + header("README", 4 * GIB)), *zeros(4 * GIB), foreign(END)]
    case("zeros-beside", bomb, "times the size of the file", "tar.gz")
    accounts = b"{" + b",".join(b'"%d":{}' % n for n in range(1_000_000)) + b"}"
    case("million-accounts", foreign(files(("users.json", accounts)) + END), "accounts, and 200000 are allowed", "tar.gz")
    case("zeros-behind", [foreign(tarball()), *zeros(GIB)], "times the size of the file", "tar.gz")
    case("zeros-64-mib", [foreign(files(USERS) + header(USER_FILES[0][0], 64 * MIB)), *zeros(64 * MIB), foreign(END)], "times the size of the file", "tar.gz")
    many = foreign(entry("x") * 1000)
    case("million-members", [foreign(files(*STORE)), *[many] * 1000, foreign(END)], "members, and 200000 are allowed", "tar.gz")
    many = (foreign(b"".join(header(f"user_data/{k * 1000 + n:085d}.json", 0) for n in range(1000))) for k in range(201))
    case("many-parts", [foreign(files(*STORE)), *many, foreign(END)], "members, and 200000 are allowed", "tar.gz")
    # Where it ends.
    whole = tarball()
    case("no-end", files(*STORE), "ends before")
    case("half-an-end", tarball(end=bytes(512)), "ends before")
    case("one-zero-block", files(USERS) + bytes(512) + files(*USER_FILES) + END, "ends before")
    case("cut-in-content", whole[:1000], "ends before users.json does")
    case("cut-in-header", whole[: 512 + 1536 + 100], "ends before")
    case("gzip-cut", foreign(whole)[:-1], "compression is damaged", "tar.gz")
    case("gzip-cut-half", foreign(whole)[:700], "compression is damaged", "tar.gz")
    case("two-in-a-row", whole + whole, "behind the end")
    case("gzip-and-more", foreign(whole) + b"more of it", "compression is damaged", "tar.gz")
    case("gzip-crc", foreign(whole)[:-8] + bytes(8), "compression is damaged", "tar.gz")
    damaged = bytearray(tarball())
    damaged[512 + 1536 + 5] ^= 1
    case("header-checksum", bytes(damaged), "is followed by what is no header")
    short = header(USERS[0], 512) + padded(USERS[1]) + files(*USER_FILES) + END
    case("content-as-header", short, "is followed by what is no header")
    # What is missing.
    case("no-accounts", files(*USER_FILES) + END, "users.json is neither at its top")
    case("accounts-too-deep", by_tarfile(tarfile.PAX_FORMAT, prefix="a/b/"), "users.json is neither at its top")
    case("two-stores", two_stores(), "several of its folders: a and b")
    case("accounts-damaged", files(("users.json", b"{]"), *USER_FILES) + END, "users.json")
    case("empty", b"", "not a chatkeep backup")
    case("all-zeros", bytes(10240), "not a chatkeep backup")
    case("gzip-of-nothing", foreign(b""), "not a chatkeep backup", "tar.gz")
    case("gzip-of-text", foreign(b"hello\n" * 1000), "not a chatkeep backup", "tar.gz")


def prefixed(prefix, name):
    block = bytearray(header(name, 0))
    block[345 : 345 + len(prefix)] = prefix.encode()
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


def two_stores():
    inside = [(f"{top}/{name}", content) for top in "ab" for name, content in STORE]
    return files(*inside) + END


# Backups as the program itself writes them, each part and the manifest in members of their own.


def ours(name, content=b"", kind=b"0", **more):
    return entry(name, content, kind, **{"mode": 0o600, "owner": 0, **more})


class Backup:
    """A backup of the store. What `parts` and `manifest` hold can be changed before `bytes` is called."""

    def __init__(self, pairs=STORE):
        self.parts = [ours(name, content) for name, content in pairs]
        users = json.loads(dict(pairs).get("users.json", b"{}"))
        documents = [json.loads(content) for name, content in pairs if name.startswith("user_data/")]
        self.manifest = {
            "format": 1,
            "program": {"name": "chatkeep", "version": "0.1.0"},
            "created_at": "2026-02-09T02:00:00Z",
            "counts": {
                "users": len(users),
                "user_files": len(documents),
                "conversations": sum(len(document.get("conversations", {})) for document in documents),
                "damaged_files": 0,
            },
            "files": [claim(name, content) for name, content in pairs],
        }

    def bytes(self, text=None, behind=b"", size=None):
        content = b""
        for place, part in enumerate(self.parts):
            if place < len(self.manifest["files"]):
                self.manifest["files"][place]["offset"] = len(content)
            content += part if part[:2] == b"\x1f\x8b" else b"".join(
                member(part[start : start + MIB]) for start in range(0, len(part), MIB)
            )
        offset = len(content)
        text = text or json.dumps(self.manifest, separators=(",", ":")).encode() + b"\n"
        last = header("manifest.json", len(text) if size is None else size, mode=0o600, owner=0) + padded(text) + END
        content += b"".join(member(last[start : start + MIB]) for start in range(0, len(last), MIB))
        return content + behind + end_member(offset)


def end_member(offset):
    return bytes.fromhex("1f8b08040000000000ff0c00434b0800") + struct.pack("<Q", offset) + b"\x03" + bytes(9)


def claim(name, content, **more):
    digest = hashlib.sha256(content).hexdigest()
    return {"name": name, "size": len(content), "sha256": digest, "offset": 0, "skip": 0, **more}


def backups():
    def changed(name, reason, change, **more):
        backup = Backup()
        change(backup)
        case(f"backup-{name}", backup.bytes(**more), reason, "tar.gz")

    def added(part):
        return lambda backup: backup.parts.append(part)

    def instead(part):
        def change(backup):
            backup.parts[1] = part

        return change

    def manifest(place=None, **values):
        return lambda backup: (backup.manifest if place is None else backup.manifest["files"][place]).update(values)

    case("good-backup", Backup().bytes(), suffix="tar.gz")
    last = "no part of a store"
    changed("absolute", last, added(ours("/tmp/chatkeep-was-here", b"x")))
    changed("up", last, instead(ours("../users.json", b"{}")))
    changed("not-utf8", last, instead(ours(b"user_data/\xff.json", b"{}")))
    changed("case-twin", last, added(ours("Users.json", b"{}")))
    changed("twice", "stands where the manifest has", added(ours(*USER_FILES[0])))
    changed("not-in-manifest", "stands where the manifest has its end", added(ours("user_data/evil.json", b"{}")))
    for name, kind, reason in [
        ("symlink", b"2", "is a symbolic link"),
        ("hardlink", b"1", "is a hard link"),
        ("character-device", b"3", "is a device"),
        ("block-device", b"4", "is a device"),
        ("fifo", b"6", "is a pipe"),
        ("folder", b"5", "is a folder"),
        ("sparse", b"S", "is a sparse file"),
    ]:
        changed(name, reason, instead(ours(USER_FILES[0][0], kind=kind, link=b"/etc/passwd")))
    foreign_header = "has a header that chatkeep does not write"
    changed("setuid", foreign_header, instead(ours(*USER_FILES[0], mode=0o4600)))
    changed("owner", foreign_header, instead(ours(*USER_FILES[0], owner=1000)))
    changed("gnu-long-name", foreign_header, instead(ours("././@LongLink", b"../x\0", b"L") + ours("x", b"")))
    changed("pax-path", foreign_header, instead(extended(path="../x") + ours(*USER_FILES[0])))
    changed("pax-size", foreign_header, instead(extended(size="0") + ours(*USER_FILES[0])))
    changed("pax-sparse", foreign_header, instead(extended(GNU__sparse__major="1") + ours(*USER_FILES[0])))
    # The manifest.
    changed("newer", "has format 2, and this version reads format 1", manifest(format=2))
    changed("much-newer", "has format 4000000000", manifest(format=4_000_000_000))
    changed("format-0", "format 0", manifest(format=0))
    changed("digest", "the SHA-256 of", manifest(1, sha256="0" * 64))
    changed("size", "by the manifest", manifest(1, size=1))
    changed("place", "is not where the manifest says", manifest(1, skip=512))
    changed("counts", "counts are not those", lambda backup: backup.manifest["counts"].update(users=9))
    changed("foreign-name", last, manifest(1, name="../../x"))
    changed("missing-part", "ends before", lambda backup: backup.parts.pop())
    changed("manifest-no-json", "manifest cannot be used", lambda _: None, text=b"{")
    changed("manifest-of-zeros", "manifest cannot be used", lambda _: None, text=bytes(8 * MIB))
    changed("manifest-too-large", "bytes in the manifest", lambda _: None, size=GIB)
    changed("behind-the-manifest", "stands where", lambda _: None, behind=member(ours("users.json", b"{}")))
    text = json.dumps(Backup().manifest, separators=(",", ":")).encode()
    one = json.dumps(claim("users.json", b"{}"), separators=(",", ":")).encode()
    million = text.split(b'"files":')[0] + b'"files":[' + b",".join([one] * 300_000) + b"]}"
    changed("many-files", "more than 200000 files", lambda _: None, text=million)
    # How much it is.
    changed("claim", "bytes in", manifest(1, size=GIB + 1))
    changed("claims", "times the size of the file", manifest(1, size=GIB))
    one = header(USER_FILES[0][0], 256 * MIB, mode=0o600, owner=0)
    changed("member-bomb", "longer than any in a backup", instead(member(one + bytes(256 * MIB))))
    bomb = member(one + bytes(MIB - 512)) + member(bytes(MIB)) * 255 + member(bytes(512))

    def honest(backup):
        digest = hashlib.sha256()
        for _ in range(256):
            digest.update(bytes(MIB))
        backup.parts[1] = bomb
        backup.manifest["files"][1].update(size=256 * MIB, sha256=digest.hexdigest(), damaged="zeros")

    changed("zeros", "times the size of the file", honest)
    accounts = b"{" + b",".join(b'"%d":{}' % n for n in range(1_000_000)) + b"}"
    case("backup-million-accounts", Backup([("users.json", accounts)]).bytes(), "accounts, and 200000 are allowed", "tar.gz")
    # Where it ends.
    whole = Backup().bytes()
    case("backup-without-end", whole[:-34], "the end is missing", "tar.gz")
    case("backup-and-more", whole + b"\0", "the end is missing", "tar.gz")
    case("backup-end-at-the-start", whole[:-34] + end_member(0), "manifest", "tar.gz")
    case("backup-end-behind", whole[:-34] + end_member(GIB), "the end is missing", "tar.gz")


def samples():
    """Some hundred kilobytes of each form, to be cut and flipped."""
    noise = b"".join(hashlib.sha256(b"%d" % n).hexdigest().encode() for n in range(16_000))
    document = b'{"api_keys":{},"conversations":{},"x":"' + noise + b'"}'
    large = [USERS, (USER_FILES[0][0], document), USER_FILES[1]]
    case("sample-backup", Backup(large).bytes(), suffix="tar.gz")
    case("sample-gzip", foreign(files(*large) + END), suffix="tar.gz")
    case("sample-plain", files(*large) + END)


plain()
backups()
samples()
with open(os.path.join(folder, "cases.json"), "w") as out:
    json.dump(cases, out, indent=1)
