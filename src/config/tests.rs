use super::*;

fn load(
    file: Option<&str>,
    environment: &[(&str, &str)],
    flags: &[(&'static str, &str)],
) -> Result<Config, ConfigErrors> {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("doorpost.toml");
    if let Some(text) = file {
        std::fs::write(&path, text).unwrap();
    }
    Config::load(Sources {
        file: file.map(|_| path),
        environment: environment.iter().map(|(name, value)| (name.into(), value.into())).collect(),
        flags: flags.iter().map(|(key, value)| (*key, (*value).to_owned())).collect(),
    })
}

fn problems(result: Result<Config, ConfigErrors>) -> String {
    let text = result.unwrap_err().to_string();
    // The directory differs from run to run.
    text.lines()
        .map(|line| {
            line.split_once("doorpost.toml").map_or(line.to_owned(), |(_, rest)| format!("  doorpost.toml{rest}"))
        })
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn nothing_set_is_development_on_this_machine() {
    let config = load(None, &[("PATH", "/bin")], &[]).unwrap();
    assert_eq!(config.listen.to_string(), "127.0.0.1:3000");
    assert!(config.public_url.is_none() && config.mail.urls.is_empty() && config.ops_listen.is_none());
    assert_eq!(config.data_dir, PathBuf::from("./data"));
    assert_eq!(config.database_url().expose(), "sqlite://./data/doorpost.db");
    assert_eq!(config.login.ttl, Duration::from_mins(15));
    assert_eq!(config.login.match_policy, MatchPolicy::Auto);
    assert_eq!(config.session.idle_ttl, Duration::from_hours(720));
    assert_eq!(config.session.max_ttl, Duration::from_hours(4320));
    assert_eq!(config.registration.mode, RegistrationMode::Open);
    assert_eq!(config.rate_limit.mode, RateLimitMode::Auto);
    assert_eq!(config.effective().len(), gather::KEYS.len());
}

#[test]
fn flags_win_over_the_environment_and_that_over_the_file() {
    let file = "listen = '127.0.0.1:1'\ndata_dir = '/file'\n[login]\nttl = '2m'\n";
    let environment = [("DOORPOST_LISTEN", "127.0.0.1:2"), ("DOORPOST_LOGIN__TTL", "3m")];
    let config = load(Some(file), &environment, &[("listen", "127.0.0.1:3")]).unwrap();
    assert_eq!(config.listen.port(), 3);
    assert_eq!(config.login.ttl, Duration::from_mins(3));
    assert_eq!(config.data_dir, PathBuf::from("/file"));
}

#[test]
fn every_problem_is_said_at_once_with_its_place() {
    let file = "listen = 'nowhere'\n\n[login]\ntll = '15m'\nttl = '2h'\n[mail]\nfrom = 3\n";
    let environment = [
        ("DOORPOST_LOGIN__MATCH", "sometimes"),
        ("DOORPOST_LISTN", "x"),
        ("DOORPOST_TRUSTED_PROXIES", "10.0.0.0/8, banana"),
        ("DOORPOST_SESSION__IDLE_TTL", "200d"),
    ];
    assert_eq!(
        problems(load(Some(file), &environment, &[("public_url", "https://example.org/x")])),
        "the settings cannot be used:
  doorpost.toml:4: login.tll: there is no such setting; did you mean login.ttl?
  environment DOORPOST_LISTN: there is no such setting; did you mean DOORPOST_LISTEN?
  doorpost.toml:1: listen: must be an address and a port, such as 127.0.0.1:3000
  flag --public-url: must be an origin of its own, without a path: pages of another application on the same host could act for whoever is signed in; use a host name such as https://login.example.org
  environment DOORPOST_TRUSTED_PROXIES: banana is neither a network such as 10.0.0.0/8 nor an address
  doorpost.toml:7: mail.from: must be an address, such as Doorpost <no-reply@example.org>
  doorpost.toml:5: login.ttl: must be between 1s and 1h
  environment DOORPOST_LOGIN__MATCH: must be one of auto, always, never
  environment DOORPOST_SESSION__IDLE_TTL: must not be longer than session.max_ttl"
    );
}

#[test]
fn a_value_can_stand_in_a_file_of_its_own() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("url");
    std::fs::write(&file, "smtps://user:hunter2@mail.example.org\n").unwrap();
    let file = file.to_str().unwrap();
    let config = load(None, &[("DOORPOST_MAIL__URL_FILE", file)], &[]).unwrap();
    assert_eq!(config.mail.urls[0].expose(), "smtps://user:hunter2@mail.example.org");
    let both = [("DOORPOST_MAIL__URL_FILE", file), ("DOORPOST_MAIL__URL", "smtp://a")];
    assert!(problems(load(None, &both, &[])).contains("DOORPOST_MAIL__URL_FILE: set together with DOORPOST_MAIL__URL"));
    assert!(problems(load(None, &[("DOORPOST_MAIL__URL_FILE", "/nowhere")], &[])).contains("cannot be read"));
}

#[test]
fn several_mail_servers() {
    let urls = |config: Config| config.mail.urls.iter().map(|url| url.expose().to_owned()).collect::<Vec<_>>();
    let environment = |value: &str| load(None, &[("DOORPOST_MAIL__URL", value)], &[]);
    assert_eq!(urls(environment("smtp://a, smtps://u:p@b:465 ,").unwrap()), ["smtp://a", "smtps://u:p@b:465"]);
    assert_eq!(urls(environment("smtps://u:p,w@a,smtp://b").unwrap()), ["smtps://u:p,w@a", "smtp://b"]);
    assert_eq!(urls(environment("SMTPS://u:p,w@a,Smtp://b").unwrap()), ["SMTPS://u:p,w@a", "Smtp://b"]);
    assert!(urls(environment("").unwrap()).is_empty());
    let file = "[mail]\nurl = [\"smtp://a\", \"smtp://b\"]\nconnections = \"5\"\nconnect_timeout = \"30s\"\n";
    let config = load(Some(file), &[], &[]).unwrap();
    assert_eq!((config.mail.connections, config.mail.connect_timeout.as_secs()), (5, 30));
    assert_eq!(urls(config), ["smtp://a", "smtp://b"]);
    for wrong in ["smtp://a,b", "smtp://a smtp://b", "smtp://a,http://b", "smtp://a,smtp://"] {
        let told = problems(environment(wrong));
        assert!(told.contains("must be a mail server's address") && !told.contains(wrong), "{wrong}: {told}");
    }
    for (key, wrong) in
        [("CONNECTIONS", "4"), ("CONNECTIONS", "201"), ("CONNECTIONS", "many"), ("CONNECT_TIMEOUT", "31s")]
    {
        assert!(problems(load(None, &[(&format!("DOORPOST_MAIL__{key}"), wrong)], &[])).contains("must be"), "{wrong}");
    }
}

#[test]
fn bounds_of_connections() {
    let config = load(None, &[], &[]).unwrap().connections;
    assert_eq!((config.per_address, config.streams, config.unread, config.held_polls), (512, 32, 128 * 1024, 300));
    let environment = [
        ("DOORPOST_CONNECTIONS__PER_ADDRESS", "7"),
        ("DOORPOST_CONNECTIONS__STREAMS", "1000"),
        ("DOORPOST_CONNECTIONS__UNREAD", "2 MiB"),
        ("DOORPOST_POLL__HELD_PER_ADDRESS", "1"),
    ];
    let config = load(None, &environment, &[]).unwrap().connections;
    assert_eq!((config.per_address, config.streams, config.unread, config.held_polls), (7, 1000, 2 * 1024 * 1024, 1));
    for (name, wrong, told) in [
        ("CONNECTIONS__PER_ADDRESS", "0", "must be a number between 1 and 1000000"),
        ("CONNECTIONS__STREAMS", "1001", "must be a number between 1 and 1000"),
        ("CONNECTIONS__STREAMS", "many", "must be a number between 1 and 1000"),
        ("CONNECTIONS__UNREAD", "31KiB", "must be between 32KiB and 64MiB"),
        ("CONNECTIONS__UNREAD", "65MiB", "must be between 32KiB and 64MiB"),
        ("CONNECTIONS__UNREAD", "99999999999999999999MiB", "must be a size, such as 128KiB or 1MiB"),
        ("CONNECTIONS__UNREAD", "131072", "must be a size, such as 128KiB or 1MiB"),
        ("POLL__HELD_PER_ADDRESS", "-1", "must be a number between 1 and 1000000"),
    ] {
        let name = format!("DOORPOST_{name}");
        assert!(
            problems(load(None, &[(&name, wrong)], &[])).ends_with(&format!("environment {name}: {told}")),
            "{wrong}"
        );
    }
}

#[test]
fn secrets_are_never_repeated() {
    let environment = [
        ("DOORPOST_DATABASE_URL", "mysql://root:hunter2@db"),
        ("DOORPOST_MAIL__URL", "http://root:hunter2@mail"),
        ("DOORPOST_KEYRING__SECRET", "hunter2"),
    ];
    let text = problems(load(None, &environment, &[]));
    assert_eq!(text.lines().count(), 4, "{text}");
    assert!(!text.contains("hunter2"));
    let good = [
        ("DOORPOST_DATABASE_URL", "postgres://root:hunter2@db/doorpost"),
        ("DOORPOST_MAIL__URL", "smtps://root:hunter2@mail"),
    ];
    let config = load(None, &good, &[]).unwrap();
    assert!(!format!("{config:?}").contains("hunter2"));
}

#[test]
fn listening_beyond_this_machine_needs_a_public_url() {
    let wide = [("listen", "0.0.0.0:3000")];
    assert!(
        problems(load(None, &[], &wide)).contains("flag --listen: listening beyond this machine needs a public URL")
    );
    assert!(load(None, &[("DOORPOST_PUBLIC_URL", "https://login.example.org")], &wide).is_ok());
}

#[test]
fn a_public_url_set_to_nothing_is_not_set() {
    let environment = [("DOORPOST_PUBLIC_URL", ""), ("DOORPOST_LISTEN", "0.0.0.0:3000")];
    assert!(problems(load(None, &environment, &[])).contains("needs a public URL"));
}

/// One rule for all settings and sources.
#[test]
fn what_stands_around_a_value() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "\u{feff}3m \r\n\n").unwrap();
    let ttl = |config: Config| config.login.ttl;
    let path = file.path().to_str().unwrap();
    assert_eq!(ttl(load(None, &[("DOORPOST_LOGIN__TTL_FILE", path)], &[]).unwrap()), Duration::from_mins(3));
    assert_eq!(ttl(load(None, &[("DOORPOST_LOGIN__TTL", " 3m\r")], &[]).unwrap()), Duration::from_mins(3));
    assert_eq!(
        ttl(load(Some("[login]\nttl = ' 3m '\n"), &[("DOORPOST_LOGIN__TTL", "")], &[]).unwrap()),
        Duration::from_mins(3)
    );
    assert_eq!(load(None, &[], &[("data_dir", " /somewhere ")]).unwrap().data_dir, PathBuf::from("/somewhere"));
    let empty: Vec<(String, &str)> = gather::KEYS.iter().map(|key| (gather::variable(key), " ")).collect();
    let empty: Vec<(&str, &str)> = empty.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    let config = load(None, &empty, &[]).unwrap();
    assert!(config.effective().iter().all(|setting| setting.origin == "default"));
    for quoted in ["\"closed\"", "'closed'"] {
        let told = problems(load(None, &[("DOORPOST_REGISTRATION__MODE", quoted)], &[]));
        assert!(told.ends_with(
            "DOORPOST_REGISTRATION__MODE: stands in quotes, which would be part of it: write it without them"
        ));
    }
    let sender = "\"Acme, Inc.\" <no-reply@example.org>";
    let config = load(None, &[("DOORPOST_MAIL__FROM", sender)], &[]).unwrap();
    assert!(config.effective().iter().any(|setting| setting.key == "mail.from" && setting.value == sender));
}

/// TOML's own types stand for what they look like.
#[test]
fn types_of_the_file() {
    let file = "trusted_proxies = '10.0.0.1'\nops_listen = '127.0.0.1:1'\n[mail]\nconnections = 16\n[limits]\nexempt = ['10.0.0.0/8']\n";
    let config = load(Some(file), &[], &[]).unwrap();
    assert_eq!((config.mail.connections, config.rate_limit.exempt.len()), (16, 1));
    let told = problems(load(Some("[login]\nttl = true\nnear_networks = [[1]]\n"), &[], &[]));
    assert!(
        told.contains("login.ttl: must be a duration")
            && told.contains("must be a text in quotes or a number, or a list of those"),
        "{told}"
    );
}

#[test]
fn an_origin_is_one_host() {
    let told = problems(load(None, &[("DOORPOST_REDIRECT__ORIGINS", "https://*.example.org")], &[]));
    assert!(told.contains("must name one host"), "{told}");
}

#[test]
fn an_empty_file_is_no_secret() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let environment = [("DOORPOST_KEYRING__SECRET_FILE", file.path().to_str().unwrap())];
    assert!(problems(load(None, &environment, &[])).contains("DOORPOST_KEYRING__SECRET_FILE: its file is empty"));
}

#[test]
fn a_shorter_life_in_all_shortens_the_default_of_the_idle_one() {
    let config = load(None, &[("DOORPOST_SESSION__MAX_TTL", "7d")], &[]).unwrap();
    assert_eq!(config.session.idle_ttl, config.session.max_ttl);
    assert!(load(None, &[("DOORPOST_SESSION__IDLE_TTL", "2s")], &[]).is_ok());
}

#[test]
fn only_what_is_near_is_suggested() {
    for (name, near) in [
        ("DOORPOST_LOGIN_TTL", Some("DOORPOST_LOGIN__TTL?")),
        ("DOORPOST_LISTN", Some("DOORPOST_LISTEN?")),
        ("DOORPOST_IDLE_TTL", Some("DOORPOST_SESSION__IDLE_TTL?")),
        ("DOORPOST_SERVICE_HOST", None),
        ("DOORPOST_FOO", None),
    ] {
        let text = problems(load(None, &[(name, "x")], &[]));
        match near {
            Some(near) => assert!(text.ends_with(near), "{text}"),
            None => assert!(text.ends_with("there is no such setting"), "{text}"),
        }
    }
}

#[test]
fn what_the_file_holds_has_the_right_shape() {
    let file = "login = 'x'\nlisten = ['127.0.0.1:1']\ntrusted_proxies = ['10.0.0.0/8', '::1']\n";
    assert_eq!(
        problems(load(Some(file), &[], &[])),
        "the settings cannot be used:
  doorpost.toml:2: listen: must be a text in quotes or a number
  doorpost.toml:1: login: is a section: write [login]"
    );
}

#[test]
fn the_example_names_every_setting_with_its_default() {
    let example = include_str!("../../docs/doorpost.example.toml");
    let uncommented: String =
        example.lines().map(|line| line.strip_prefix("#= ").unwrap_or(line)).collect::<Vec<_>>().join("\n");
    let config = load(Some(&uncommented), &[], &[]).unwrap();
    let defaults = load(None, &[], &[]).unwrap();
    for (set, default) in config.effective().iter().zip(defaults.effective()) {
        assert_eq!(set.key, default.key);
        assert_eq!(set.value, default.value, "{}", set.key);
        assert!(example.contains(set.key.rsplit('.').next().unwrap()), "{} is not in the example", set.key);
    }
}

/// What can be used and is almost certainly wrong is said, and nothing is said of what is usual.
#[test]
fn doubtful_settings() {
    let told = |environment: &[(&str, &str)]| load(None, environment, &[]).unwrap().warnings().join("\n");
    let https = ("DOORPOST_PUBLIC_URL", "https://login.example.org");
    let (proxies, mail) = (("DOORPOST_TRUSTED_PROXIES", "127.0.0.1"), ("DOORPOST_MAIL__URL", "smtp://127.0.0.1"));
    assert_eq!(told(&[]), "");
    assert_eq!(told(&[https, proxies, mail]), "");
    assert!(told(&[https, mail]).starts_with("trusted_proxies: "));
    assert!(told(&[("DOORPOST_PUBLIC_URL", "http://nas.lan:3000"), mail]).contains("browsers keep no sign-in"));
    let container = [("DOORPOST_LISTEN", "0.0.0.0:3000"), ("DOORPOST_PUBLIC_URL", "http://localhost:3000")];
    let container = told(&container);
    assert!(container.contains("limits are off") && container.contains("/dev/mailbox"), "{container}");
    assert!(told(&[("DOORPOST_LOGIN__NEAR_NETWORKS", "::/0")]).contains("every address"));
    assert!(told(&[https, mail, ("DOORPOST_TRUSTED_PROXIES", "10.0.0.1,0.0.0.0/0")]).contains("trusts every address"));
    assert!(told(&[https, proxies]).contains("no mail server is set"));
    let insecure = [("DOORPOST_PUBLIC_URL", "http://nas.lan"), mail, ("DOORPOST_COOKIE__INSECURE", "true")];
    assert!(told(&insecure).starts_with("cookie.insecure: "));
    assert!(problems(load(None, &[https, ("DOORPOST_COOKIE__INSECURE", "true")], &[])).contains("must be false"));
    let domain = load(None, &[https, proxies, mail, ("DOORPOST_COOKIE__DOMAIN", "Example.ORG")], &[]).unwrap();
    assert_eq!(domain.cookie.domain.as_deref(), Some("example.org"));
}

#[test]
fn pages_of_other_origins_are_named_one_by_one() {
    let read = |text| load(None, &[("DOORPOST_CORS__ORIGINS", text)], &[]);
    let config = read("https://App.example.org:443/, http://localhost:5173,http://[::1]:1,").unwrap();
    assert_eq!(config.cors.origins, ["https://app.example.org", "http://localhost:5173", "http://[::1]:1"]);
    for (text, words) in [
        ("*", "*: stands for everybody"),
        ("null", "null: is what every page without an origin of its own sends"),
        ("https://*.example.org", "https://*.example.org: must name one host"),
        ("https://app.example.org/app", "https://app.example.org/app: must be an origin without a path"),
        ("https://app.example.org?a", "without a path"),
        ("https://ada:x@app.example.org", "must not hold a user name"),
        ("app.example.org", "app.example.org: must be an origin such as"),
        ("capacitor://localhost", "must be an origin such as"),
        ("http://app.example.org", "http://app.example.org: must be https, or of this machine"),
        ("https://app.example.org, http://192.168.1.2", "http://192.168.1.2: must be https, or of this machine"),
    ] {
        let told = problems(read(text));
        assert!(told.contains("environment DOORPOST_CORS__ORIGINS: ") && told.contains(words), "{text}: {told}");
    }
}
