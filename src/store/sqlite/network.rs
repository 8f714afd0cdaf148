//! Whether a file is on a file system that several machines may have.

use std::path::Path;

/// Whether the system says so of the file. What it does not know is taken for this machine's own.
#[cfg(target_os = "linux")]
pub(super) fn holds(file: &Path) -> bool {
    rustix::fs::statfs(file).is_ok_and(|facts| is_network(u64::from(facts.f_type as u32)))
}

/// Whether the system says so of the file. What it does not know is taken for this machine's own.
#[cfg(not(target_os = "linux"))]
pub(super) fn holds(_: &Path) -> bool {
    false
}

/// Whether file systems of this kind, as statfs(2) numbers them, are served over a network.
#[cfg(target_os = "linux")]
fn is_network(kind: u64) -> bool {
    const NFS: u64 = 0x6969;
    const SMB: u64 = 0x517b;
    const SMB2: u64 = 0xfe53_4d42;
    const CIFS: u64 = 0xff53_4d42;
    const CEPH: u64 = 0x00c3_6400;
    const AFS: u64 = 0x5346_414f;
    const V9FS: u64 = 0x0102_1997;
    [NFS, SMB, SMB2, CIFS, CEPH, AFS, V9FS].contains(&kind)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn what_this_machine_has_alone_is_no_network() {
        const EXT4: u64 = 0xef53;
        const CIFS: u64 = 0xff53_4d42;
        assert!(is_network(CIFS) && !is_network(EXT4));
        assert!(!holds(Path::new("/proc/self/stat")));
    }
}
