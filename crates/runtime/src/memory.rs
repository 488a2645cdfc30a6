//! The memory of every program: its allocator, and the size of its pages.

use mimalloc::MiMalloc;
use rustix::thread::disable_transparent_huge_pages;

/// Runs make and drop millions of small objects a round, which glibc's own allocator is slow at.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// For programs that play runs: no page of 2 MB from here on. Whoever touches a new one waits until all of it is cleared, up to
/// ten times in a round, and a run is none the quicker for them.
pub fn refuse_huge_pages() {
    // A kernel that cannot refuse them goes on as before.
    let _refused = disable_transparent_huge_pages(true);
}
