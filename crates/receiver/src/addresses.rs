//! Counts the open connections of each network address.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::config::Config;

/// The open connections of each address, within a limit.
pub(crate) struct Addresses {
    limit: usize,
    proxies: Vec<IpAddr>,
    open: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

/// One open connection. It is counted until it is dropped.
pub(crate) struct Share {
    network: IpAddr,
    open: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

impl Addresses {
    /// Takes the limit and the proxies of the settings.
    pub(crate) fn new(config: &Config) -> Self {
        Self {
            limit: config.limits.connections_per_address,
            proxies: config.proxies.clone(),
            open: Arc::default(),
        }
    }

    /// Counts a connection; `None` if its address has too many already.
    ///
    /// A proxy has no limit, since its connections are those of many people.
    pub(crate) fn take(&self, address: IpAddr) -> Option<Option<Share>> {
        let address = address.to_canonical();
        if self.proxies.contains(&address) {
            return Some(None);
        }
        let network = network(address);
        let mut counts = lock(&self.open);
        let count = counts.entry(network).or_insert(0);
        if *count >= self.limit {
            return None;
        }
        *count += 1;
        Some(Some(Share {
            network,
            open: Arc::clone(&self.open),
        }))
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let mut counts = lock(&self.open);
        if let Some(count) = counts.get_mut(&self.network) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                counts.remove(&self.network);
            }
        }
    }
}

fn lock(open: &Mutex<HashMap<IpAddr, usize>>) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
    open.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Returns the address itself, or the /64 network of an IPv6 address: one client has all of it.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

    use super::*;

    #[test]
    fn ok_each_network_has_its_own_limit() {
        let mut config = Config::default();
        config.limits.connections_per_address = 2;
        let addresses = Addresses::new(&config);
        let take = |address: &str| addresses.take(address.parse().unwrap());
        let first = take("203.0.113.5").unwrap();
        let second = take("::ffff:203.0.113.5").unwrap();
        assert!(take("203.0.113.5").is_none());
        assert!(take("203.0.113.6").is_some());
        let _one = take("2001:db8::1").unwrap();
        let _two = take("2001:db8::2").unwrap();
        assert!(take("2001:db8::3").is_none());
        assert!(take("2001:db8:0:1::3").is_some());
        drop(first);
        assert!(take("203.0.113.5").is_some());
        drop(second);
        for _ in 0..10 {
            assert!(take("127.0.0.1").is_some_and(|share| share.is_none()));
        }
    }

    #[test]
    fn ok_a_closed_connection_leaves_nothing() {
        let addresses = Addresses::new(&Config::default());
        drop(addresses.take("203.0.113.5".parse().unwrap()));
        assert!(lock(&addresses.open).is_empty());
    }
}
