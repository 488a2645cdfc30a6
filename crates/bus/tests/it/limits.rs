//! Limits that processes share.

use std::time::Duration;

use simswarm_bus::{Limit, Verdict};
use simswarm_testkit::bus;

#[tokio::test]
async fn a_burst_passes_and_the_next_call_is_told_when_to_come_back() {
    let (one, two) = (bus::open().await, bus::open().await);
    let key = format!("test:{}", bus::job());
    let limit = Limit { burst: 3, period: Duration::from_secs(90) };

    for bus in [&one, &two, &one] {
        assert_eq!(bus.take(&key, limit).await.unwrap(), Verdict::Allowed);
    }

    let Verdict::Refused { retry_after } = two.take(&key, limit).await.unwrap() else {
        panic!("the fourth call passed");
    };
    assert!(retry_after > Duration::from_secs(20) && retry_after <= Duration::from_secs(30));
}

#[tokio::test]
async fn each_key_has_its_own_burst() {
    let bus = bus::open().await;
    let limit = Limit { burst: 1, period: Duration::from_mins(1) };

    for _ in 0..2 {
        let key = format!("test:{}", bus::job());
        assert_eq!(bus.take(&key, limit).await.unwrap(), Verdict::Allowed);
    }
}
