//! Settings that can be used, each for itself, and together are almost certainly not what was meant.

use super::Config;
use super::parse::is_beyond_this_machine;
use crate::view::public_url::PublicUrl;

/// A sentence for each, with what to do.
pub(super) fn warnings(config: &Config) -> Vec<String> {
    let mut warnings = Vec::new();
    let url = config.public_url.as_ref();
    if url.is_some_and(PublicUrl::is_https) && config.trusted_proxies.is_empty() {
        warnings.push(
            "trusted_proxies: is empty, but public_url is https, and this program speaks no TLS: name the proxy that does, or everybody \
             who comes through it counts as one client"
                .to_owned(),
        );
    }
    if url.is_some_and(PublicUrl::is_without_cookies) {
        let sentence = if config.cookie.insecure {
            "cookie.insecure: whoever can listen to the network can take over what browsers are signed in to; set up https as soon as you can"
        } else {
            "public_url: browsers keep no sign-in without https; mailed links work, and clients that send their tokens themselves \
             (cookie.insecure = true lets browsers sign in all the same, and everybody on the network read their cookies)"
        };
        warnings.push(sentence.to_owned());
    }
    let beyond = is_beyond_this_machine(config.listen);
    let for_this_machine = url.is_some_and(PublicUrl::is_loopback);
    if beyond && for_this_machine {
        warnings.push(
            "listen: is open to the network, but public_url leads to this machine alone, so that limits are off: set public_url to what \
             people type"
                .to_owned(),
        );
    }
    if beyond && for_this_machine && config.mail.urls.is_empty() {
        warnings.push(
            "mail.mailbox_peers: no mail server is set, and /dev/mailbox has the links of all mails: it answers these networks alone, \
             which in a container may be everybody"
                .to_owned(),
        );
    }
    if config.trusted_proxies.iter().any(|network| network.prefix_len() == 0) {
        warnings.push(
            "trusted_proxies: trusts every address, so that whoever reaches this program chooses the address that they seem to come from: \
             name the proxies alone"
                .to_owned(),
        );
    }
    if url.is_some_and(|url| !url.is_loopback()) && config.mail.urls.is_empty() {
        warnings.push("mail.url: no mail server is set: mail waits in the outbox, and nobody gets any".to_owned());
    }
    if config.login.near_networks.iter().any(|network| network.prefix_len() == 0) {
        warnings
            .push("login.near_networks: lists every address; use login.match = \"never\" if that is meant".to_owned());
    }
    warnings
}
