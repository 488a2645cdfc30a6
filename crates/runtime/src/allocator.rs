//! The memory allocator of every program: runs make and drop millions of small objects a round, which glibc's own is
//! slow at.

use mimalloc::MiMalloc;

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;
