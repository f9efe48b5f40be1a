//! Access tokens: issuing, using, refreshing, revoking; their keys; and what others fell to.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use doorpost::crypto::jwt::{Algorithm, SigningKey, verify};
use doorpost::crypto::keyring::Keyring;
use doorpost::crypto::random::OsRandom;
use doorpost::crypto::seal::open;
use entity::signing_key;
use hmac::{Hmac, KeyInit, Mac};
use sea_orm::EntityTrait;
use serde_json::{Value, json};

use crate::support::{Reply, TestApp, at_once, on_both};

const DAY: i64 = 86_400;
const ISSUER: &str = "http://127.0.0.1:3000";

async fn issue(app: &TestApp, credential: &str, body: &Value) -> Reply {
    app.post("/auth/token").token(credential).json(body).send().await
}

async fn token(app: &TestApp, credential: &str) -> String {
    issue(app, credential, &json!({})).await.expect(200).field("access_token")
}

async fn key(app: &TestApp, credential: &str, scopes: &[&str]) -> String {
    let body = json!({"name": scopes.join(" "), "scopes": scopes});
    app.post("/auth/keys").token(credential).json(&body).send().await.expect(200).field("access_key")
}

async fn examine(app: &TestApp, token: &str) -> Reply {
    app.post("/auth/token/verify").json(&json!({"token": token})).send().await
}

async fn is_alive(app: &TestApp, token: &str) -> bool {
    let verified = examine(app, token).await.status == 200;
    let used = app.get("/auth/whoami").token(token).send().await.status == 200;
    assert_eq!(verified, used, "verify and use differ");
    used
}

/// One part of a token, decoded.
fn part(token: &str, place: usize) -> Value {
    let part = token.split('.').nth(place).expect("three parts");
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).expect("base64")).expect("JSON")
}

async fn jwks(app: &TestApp) -> Vec<Value> {
    let body = app.get("/.well-known/jwks.json").send().await.expect(200).json();
    body["keys"].as_array().unwrap().clone()
}

/// Whether a server that only knows the published keys takes the token.
async fn checks_offline(app: &TestApp, token: &str) -> bool {
    let kid = part(token, 0)["kid"].clone();
    let keys = jwks(app).await;
    let Some(key) = keys.iter().find(|key| key["kid"] == kid) else { return false };
    let member = |name: &str| URL_SAFE_NO_PAD.decode(key[name].as_str().unwrap_or_default()).unwrap();
    let (algorithm, public) = match key["kty"].as_str().unwrap() {
        "OKP" => (Algorithm::EdDsa, member("x")),
        _ => (Algorithm::Es256, [vec![4], member("x"), member("y")].concat()),
    };
    verify::<Value>(token, algorithm, &public).is_some()
}

on_both! {
    /// Header and claims are what other servers rely on (invariant 39).
    async fn what_one_states(database) {
        let app = TestApp::start(database).await;
        let registered = app.register("ada", None).await;
        let session = registered.field("session_token");
        let issued = issue(&app, &session, &json!({"audience": "https://api.example.org", "scopes": ["account:read"]})).await;
        let issued = issued.expect(200).json();
        assert_eq!((&issued["token_type"], &issued["expires_in"]), (&json!("Bearer"), &json!(300)));
        let token = issued["access_token"].as_str().unwrap();
        let header = part(token, 0);
        assert_eq!(header, json!({"typ": "at+jwt", "alg": "EdDSA", "kid": header["kid"]}));
        let claims = part(token, 1);
        let expected = json!({
            "iss": ISSUER, "sub": registered.field("account_id"), "aud": "https://api.example.org",
            "iat": app.now() - 5, "exp": app.now() + 300, "jti": claims["jti"], "sid": registered.field("session_id"),
            "via": "session", "scope": "account:read",
        });
        assert_eq!(claims, expected);
        assert!(checks_offline(&app, token).await);
        let again = issue(&app, &session, &json!({})).await.expect(200).field("access_token");
        assert_eq!(part(&again, 1)["aud"], ISSUER);
        assert_ne!(part(&again, 1)["jti"], claims["jti"]);

        let examined = examine(&app, token).await.expect(200).json();
        let expected = json!({
            "active": true, "credential": "access_token", "account_id": registered.field("account_id"), "username": "ada",
            "scopes": ["account:read"], "creation_date": app.now() - 5, "expiration_date": app.now() + 300,
            "session_id": registered.field("session_id"), "key_id": null, "audience": "https://api.example.org",
        });
        assert_eq!(examined, expected);
    }

    /// Used at this server, one does what its scopes say, and only if it is for this server.
    async fn using_one(database) {
        let app = TestApp::start(database).await;
        let session = app.registered("ada", None).await;
        let narrow = issue(&app, &session, &json!({"scopes": ["account:read"]})).await.expect(200).field("access_token");
        let who = app.get("/auth/whoami").token(&narrow).send().await.expect(200).json();
        assert_eq!((&who["credential"], &who["scopes"]), (&json!("access_token"), &json!(["account:read"])));
        app.get("/auth/account").token(&narrow).send().await.expect(200);
        app.get("/auth/sessions").token(&narrow).send().await.expect_error(403, "insufficient_scope");
        app.post("/auth/session/extend").token(&narrow).send().await.expect_error(403, "insufficient_scope");
        let wide = token(&app, &session).await;
        let list = app.get("/auth/sessions").token(&wide).send().await.expect(200).json();
        assert_eq!(list["sessions"][0]["current"], true);
        issue(&app, &wide, &json!({})).await.expect_error(403, "insufficient_scope");
        let elsewhere = issue(&app, &session, &json!({"audience": "api"})).await.expect(200).field("access_token");
        app.get("/auth/whoami").token(&elsewhere).send().await.expect_error(401, "invalid_credentials");
        for form in ["JWT ", ""] {
            app.get("/auth/account").header("authorization", &format!("{form}{wide}")).send().await.expect(200);
        }
        let pair = app.get("/auth/account").header("x-auth-token", &wide).header("x-auth-userid", "ada");
        pair.send().await.expect(200);
        for (name, value) in [("x-auth-accesskey", wide.clone()), ("cookie", format!("doorpost={wide}"))] {
            app.get("/auth/account").header(name, &value).send().await.expect_error(401, "invalid_credentials");
        }
    }

    /// What breaks a rule says which.
    async fn bad_wishes(database) {
        let app = TestApp::start(database).await;
        let session = app.registered("ada", None).await;
        for (body, field) in [
            (json!({"audience": ""}), "audience"),
            (json!({"audience": "a b"}), "audience"),
            (json!({"audience": "ä"}), "audience"),
            (json!({"audience": "a".repeat(256)}), "audience"),
            (json!({"scopes": []}), "scopes"),
            (json!({"scopes": ["account:fly"]}), "scopes"),
        ] {
            assert_eq!(issue(&app, &session, &body).await.expect(422).json()["field"], field, "{body}");
        }
        app.post("/auth/token").token(&session).send().await.expect(200);
        let key = key(&app, &session, &["tokens:issue", "account:read"]).await;
        let body = json!({"scopes": ["account:write"]});
        issue(&app, &key, &body).await.expect_error(403, "insufficient_scope");
        let of_key = issue(&app, &key, &json!({})).await.expect(200).field("access_token");
        assert_eq!(part(&of_key, 1)["scope"], "account:read tokens:issue");
        assert_eq!(part(&of_key, 1)["via"], "access_key");
        app.post("/auth/token/verify").json(&json!({})).send().await.expect_error(422, "missing_field");
        app.post("/auth/token/revoke").json(&json!({})).send().await.expect_error(422, "missing_field");
        app.post("/auth/token/refresh").token(&session).send().await.expect_error(403, "insufficient_scope");
        app.post("/auth/token/refresh").send().await.expect_error(401, "authentication_required");
    }

    /// It ends by itself, half a minute of leeway included.
    async fn its_end(database) {
        let app = TestApp::start(database).await;
        let session = app.registered("ada", None).await;
        let token = token(&app, &session).await;
        app.advance(329);
        assert!(is_alive(&app, &token).await);
        app.advance(1);
        assert!(!is_alive(&app, &token).await);
    }

    /// A token for this server keeps its session awake, like the session's own; one that was given to another server does not.
    async fn whose_use_counts(database) {
        let app = TestApp::start(database).await;
        let session = app.registered("ada", None).await;
        app.get("/auth/whoami").token(&session).send().await.expect(200);
        let seen = async || {
            app.app.jobs.write_last_seen().await.unwrap();
            let sessions = entity::session::Entity::find().all(app.app.context.db.read()).await.unwrap();
            sessions[0].last_seen_date
        };
        let begun = seen().await;
        let foreign = issue(&app, &session, &json!({"audience": "api"})).await.expect(200).field("access_token");
        let own = token(&app, &session).await;
        let begun = begun.max(seen().await);
        app.advance(90);
        app.post("/auth/token/refresh").token(&foreign).send().await.expect(200);
        assert_eq!(seen().await, begun);
        app.get("/auth/whoami").token(&own).send().await.expect(200);
        assert_eq!(seen().await, begun + 90);
    }

    /// Refreshed, it is the same with a new time, for the same audience; and never outlives its session.
    async fn refreshing(database) {
        let app = TestApp::with(database, &[("SESSION__MAX_TTL", "10m")]).await;
        let session = app.registered("ada", None).await;
        let body = json!({"audience": "api", "scopes": ["account:read"]});
        let first = issue(&app, &session, &body).await.expect(200).field("access_token");
        app.advance(200);
        let refresh = async |token: &str| app.post("/auth/token/refresh").token(token).send().await;
        let second = refresh(&first).await.expect(200).field("access_token");
        let (old, new) = (part(&first, 1), part(&second, 1));
        for same in ["iss", "sub", "aud", "sid", "via", "scope"] {
            assert_eq!(old[same], new[same]);
        }
        assert_eq!((new["iat"].clone(), new["exp"].clone()), (json!(app.now() - 5), json!(app.now() + 300)));
        assert_ne!(old["jti"], new["jti"]);
        app.advance(250);
        let third = refresh(&second).await.expect(200);
        assert_eq!(third.json()["expires_in"], 150, "the session's end");
        let third = third.field("access_token");
        app.advance(149);
        assert_eq!(examine(&app, &third).await.expect(200).json()["audience"], "api");
        app.advance(1);
        examine(&app, &third).await.expect_error(401, "invalid_credentials");
        refresh(&third).await.expect_error(401, "invalid_credentials");
    }

    /// Ending a session or a key ends their tokens, wherever they were refreshed to, on every node, after a restart too
    /// (invariants 34, 42).
    async fn bound_to_their_source(database) {
        let app = TestApp::start(database).await;
        let session = app.registered("ada", None).await;
        let key = key(&app, &session, &["tokens:issue", "account:read"]).await;
        let (of_session, of_key) = (token(&app, &session).await, token(&app, &key).await);
        let refreshed = app.post("/auth/token/refresh").token(&of_session).send().await.expect(200).field("access_token");
        let other = app.second_node().await;
        for token in [&of_session, &of_key, &refreshed] {
            assert!(is_alive(&app, token).await && is_alive(&other, token).await);
        }
        app.post("/auth/logout").token(&session).send().await.expect(204);
        app.post("/auth/logout").token(&key).send().await.expect(204);
        let restarted = app.restarted_with(&[]).await;
        for node in [&app, &other, &restarted] {
            for token in [&of_session, &of_key, &refreshed] {
                assert!(!is_alive(node, token).await);
                let refused = node.post("/auth/token/refresh").token(token).send().await;
                refused.expect_error(401, "invalid_credentials");
            }
        }
    }

    /// Revoking one ends that one only, and answers 200 whatever it gets (RFC 7009 section 2.2).
    async fn revoking_one(database) {
        let app = TestApp::start(database).await;
        let session = app.registered("ada", None).await;
        let (revoked, other) = (token(&app, &session).await, token(&app, &session).await);
        let revoke = async |token: &str| app.post("/auth/token/revoke").json(&json!({"token": token})).send().await;
        let answers = at_once((0..5).map(|_| app.post("/auth/token/revoke").json(&json!({"token": revoked}))).collect());
        for answer in answers.await {
            assert_eq!(answer.expect(200).json(), json!({}));
        }
        let node = app.second_node().await;
        for node in [&app, &node, &app.restarted_with(&[]).await] {
            assert!(!is_alive(node, &revoked).await && is_alive(node, &other).await && is_alive(node, &session).await);
        }
        for nothing in ["", "nonsense", "eyJ.eyJ.AAAA", &format!("{}AA==", "A".repeat(340))] {
            revoke(nothing).await.expect(200);
        }
        app.advance(400);
        app.app.jobs.purge().await.unwrap();
        assert!(!is_alive(&app, &revoked).await);
        revoke(&session).await.expect(200);
        assert!(!is_alive(&app, &session).await);
    }

    /// Signing out with a token ends what it is bound to if its scopes say so, and else only itself.
    async fn signing_out_with_one(database) {
        let app = TestApp::start(database).await;
        let session = app.registered("ada", None).await;
        let narrow = issue(&app, &session, &json!({"scopes": ["account:read"]})).await.expect(200).field("access_token");
        app.post("/auth/logout").token(&narrow).send().await.expect(204);
        assert!(!is_alive(&app, &narrow).await && is_alive(&app, &session).await);
        let wide = token(&app, &session).await;
        app.post("/auth/logout").json(&json!({"token": wide})).send().await.expect(204);
        assert!(!is_alive(&app, &wide).await && !is_alive(&app, &session).await);
        app.post("/auth/logout").token(&wide).send().await.expect(204);

        let session = app.registered("bob", None).await;
        let elsewhere = issue(&app, &session, &json!({"audience": "api"})).await.expect(200).field("access_token");
        app.post("/auth/logout").token(&elsewhere).send().await.expect(204);
        examine(&app, &elsewhere).await.expect_error(401, "invalid_credentials");
        assert!(is_alive(&app, &session).await, "another server signs nobody out");
    }

    /// An access key that a token makes ends no later than what the token is bound to (invariant 36).
    async fn making_keys_with_one(database) {
        let app = TestApp::start(database).await;
        let registered = app.register("ada", None).await;
        let end = registered.json()["expiration_date"].as_i64().unwrap();
        let token = token(&app, &registered.field("session_token")).await;
        let ask = |body: Value| app.post("/auth/keys").token(&token).json(&body);
        let later = json!({"name": "k", "scopes": ["account:read"], "expiration_date": end + 1});
        ask(later).send().await.expect_error(403, "insufficient_scope");
        let made = ask(json!({"name": "k", "scopes": ["account:read"]})).send().await.expect(200).json();
        assert_eq!(made["expiration_date"], end);
    }

    /// A clock that is behind still finds a key to sign with.
    async fn a_clock_that_is_behind(database) {
        let app = TestApp::start(database).await;
        let session = app.registered("ada", None).await;
        app.advance(-30);
        let token = token(&app, &session).await;
        assert!(checks_offline(&app, &token).await);
        app.get("/readyz").send().await.expect(200);
    }

    /// A scope that the operator took back is worth nothing, whoever has it.
    async fn scopes_taken_back(database) {
        let app = TestApp::with(database, &[("SCOPES__EXTRA", "packages:read")]).await;
        let session = app.registered("ada", None).await;
        let key = key(&app, &session, &["packages:read", "tokens:issue"]).await;
        let token = token(&app, &key).await;
        let app = app.restarted_with(&[("SCOPES__EXTRA", "")]).await;
        for credential in [&key, &token] {
            let who = app.get("/auth/whoami").token(credential).send().await.expect(200).json();
            assert_eq!(who["scopes"], json!(["tokens:issue"]));
            let refused = app.get("/auth/verify?scope=packages:read").token(credential).send().await;
            refused.expect_error(403, "insufficient_scope");
        }
    }

    /// Being asked about is not being used: it moves nothing on, and counts as no first use.
    async fn verifying_any_kind(database) {
        let app = TestApp::start(database).await;
        let registered = app.register("ada", None).await;
        let session = registered.field("session_token");
        let examined = examine(&app, &session).await.expect(200).json();
        assert_eq!(examined["credential"], "session");
        assert_eq!(examined["session_id"], registered.json()["session_id"]);
        assert_eq!(examined["expiration_date"], registered.json()["expiration_date"]);
        let key = key(&app, &session, &["account:read"]).await;
        let examined = examine(&app, &key).await.expect(200).json();
        assert_eq!((&examined["credential"], &examined["scopes"]), (&json!("access_key"), &json!(["account:read"])));
        let listed = app.get("/auth/keys").token(&session).send().await.expect(200).json();
        assert_eq!(listed["keys"][0]["last_used_date"], Value::Null);
        assert_eq!(examined["key_id"], listed["keys"][0]["key_id"]);
        for nothing in ["", "nonsense", "dpk_x", "a.b.c"] {
            examine(&app, nothing).await.expect_error(401, "invalid_credentials");
        }
    }

    /// Keys rotate every 90 days, are published a day ahead, and stay until their last token is dead; two nodes that
    /// rotate at once make one key (invariants 38, 40).
    async fn rotation(database) {
        let app = TestApp::with(database, &[("SESSION__IDLE_TTL", "180d")]).await;
        let other = app.second_node().await;
        let session = app.registered("ada", None).await;
        let first = jwks(&app).await;
        assert_eq!(first.len(), 1);
        assert_eq!(first[0].as_object().unwrap().keys().collect::<Vec<_>>(), ["kty", "crv", "x", "use", "alg", "kid"]);
        let rotate = async || {
            tokio::join!(app.app.jobs.rotate_signing_keys(), other.app.jobs.rotate_signing_keys());
        };
        app.advance(89 * DAY - 1);
        rotate().await;
        assert_eq!(jwks(&app).await, first);
        app.advance(1);
        rotate().await;
        app.advance(60);
        let both = jwks(&app).await;
        assert_eq!(both.len(), 2);
        assert_eq!(jwks(&other).await, both);
        let kid = |token: &str| part(token, 0)["kid"].clone();
        assert_eq!(kid(&token(&app, &session).await), first[0]["kid"], "not yet");
        app.advance(DAY - 120);
        let last_of_first = token(&app, &session).await;
        app.advance(60);
        rotate().await;
        for node in [&app, &other] {
            let new = token(node, &session).await;
            assert_eq!(kid(&new), both[0]["kid"]);
            for node in [&app, &other] {
                assert!(is_alive(node, &new).await && is_alive(node, &last_of_first).await);
                assert!(checks_offline(node, &new).await && checks_offline(node, &last_of_first).await);
            }
        }
        app.advance(15 * 60 + 120);
        rotate().await;
        assert_eq!(jwks(&app).await.len(), 2, "a token may still live");
        app.advance(61);
        rotate().await;
        assert_eq!(jwks(&app).await, both[..1]);
    }

    /// The operator's other algorithm signs a day later, and its tokens are checked like the others.
    async fn another_algorithm(database) {
        let app = TestApp::start(database).await;
        let session = app.registered("ada", None).await;
        let before = token(&app, &session).await;
        let app = app.restarted_with(&[("TOKEN__ALGORITHM", "ES256")]).await;
        assert!(is_alive(&app, &before).await);
        assert_eq!(part(&token(&app, &session).await, 0)["alg"], "EdDSA");
        assert_eq!(jwks(&app).await.len(), 2);
        app.advance(DAY);
        let after = token(&app, &session).await;
        assert_eq!(part(&after, 0)["alg"], "ES256");
        assert!(is_alive(&app, &after).await && checks_offline(&app, &after).await);
        let fresh = TestApp::with(database, &[("TOKEN__ALGORITHM", "ES256")]).await;
        let session = fresh.registered("ada", None).await;
        assert_eq!(part(&token(&fresh, &session).await, 0)["alg"], "ES256");
    }

    /// What others fell to: every one of these is 401, and nobody is called (invariants 38, 39).
    async fn forgeries(database) {
        let app = TestApp::start(database).await;
        let session = app.registered("ada", None).await;
        let trap = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        trap.set_nonblocking(true).unwrap();
        let elsewhere = format!("http://{}/jwks.json", trap.local_addr().unwrap());
        let good = token(&app, &session).await;
        let (header, claims) = (part(&good, 0), part(&good, 1));
        let published = jwks(&app).await;
        let public = URL_SAFE_NO_PAD.decode(published[0]["x"].as_str().unwrap()).unwrap();
        let attacker = SigningKey::generate(Algorithm::EdDsa, &OsRandom).unwrap();
        let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let with = |name: &str, value: Value| {
            let mut header = header.clone();
            header[name] = value;
            header
        };
        let signature = good.rsplit('.').next().unwrap();
        let mut forgeries = Vec::new();
        for alg in ["none", "None", "NONE", "nOnE", "", " none", "EdDSA ", "eddsa", "ES256", "RS256", "HS256"] {
            let head = encode(&with("alg", json!(alg)));
            forgeries.push(format!("{head}.{}.", encode(&claims)));
            forgeries.push(format!("{head}.{}.{signature}", encode(&claims)));
        }
        // The public key as the secret of an HMAC, raw and as it is published.
        for secret in [public.clone(), published[0].to_string().into_bytes(), published[0]["x"].as_str().unwrap().into()] {
            let signed = format!("{}.{}", encode(&with("alg", json!("HS256"))), encode(&claims));
            let mut mac = Hmac::<sha2::Sha256>::new_from_slice(&secret).unwrap();
            mac.update(signed.as_bytes());
            forgeries.push(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())));
        }
        let kid = header["kid"].as_str().unwrap();
        for kid in ["../../../../dev/null", "' OR '1'='1", "x' UNION SELECT 'y", &elsewhere, "", "\u{0}", kid] {
            forgeries.push(attacker.sign(kid, &claims).unwrap());
        }
        let own = json!({"kty": "OKP", "crv": "Ed25519", "x": URL_SAFE_NO_PAD.encode(&attacker.public)});
        for (name, value) in [
            ("jwk", own), ("jku", json!(elsewhere)), ("x5u", json!(elsewhere)),
            ("x5c", json!(["AAAA"])), ("crit", json!(["exp"])), ("crit", json!([])), ("b64", json!(false)),
            ("zip", json!("DEF")), ("cty", json!("JWT")), ("typ", json!("JWT")), ("typ", json!("id+jwt")), ("typ", json!(1)),
            ("kid", json!(1)), ("kid", Value::Null), ("alg", Value::Null), ("alg", json!(["EdDSA"])),
        ] {
            let head = encode(&with(name, value));
            forgeries.push(format!("{head}.{}.{signature}", encode(&claims)));
            forgeries.push(format!("{head}.{}.{signature}", good.split('.').nth(1).unwrap()));
        }
        let parts: Vec<&str> = good.split('.').collect();
        forgeries.extend([
            format!("{}.{}.{}=", parts[0], parts[1], parts[2]),
            format!("{}.{}.{}", parts[0], parts[1], parts[2].replace('-', "+").replace('_', "/") + "+"),
            format!("{}.{}.", parts[0], parts[1]),
            format!("{}.{}", parts[0], parts[1]),
            format!("{}..{}", parts[0], parts[2]),
            format!(".{}.{}", parts[1], parts[2]),
            format!("{good}.AAAA"),
            format!("{}.{}.{}", parts[0], "A".repeat(4000), parts[2]),
            format!("{}.{}.{}", parts[0], URL_SAFE_NO_PAD.encode("not json"), parts[2]),
            format!("{}.{}.{}", URL_SAFE_NO_PAD.encode([0xff, 0xfe]), parts[1], parts[2]),
            format!("{}.{}.{}", parts[0], parts[1], &parts[2][..parts[2].len() - 4]),
        ]);
        for forgery in forgeries {
            for reply in [examine(&app, &forgery).await, app.get("/auth/whoami").token(&forgery).send().await] {
                reply.expect_error(401, "invalid_credentials");
            }
        }
        let called = trap.accept().expect_err("nobody is called");
        assert_eq!(called.kind(), std::io::ErrorKind::WouldBlock);
        assert!(is_alive(&app, &good).await);
    }

    /// What signs is sealed under the keyring secret: the table alone signs nothing (invariant 15).
    async fn private_keys_are_sealed(database) {
        let app = TestApp::start(database).await;
        let context = &app.app.context;
        let rows = signing_key::Entity::find().all(context.db.read()).await.unwrap();
        let row = rows.first().expect("a key");
        let opener = |keyring: &Keyring| STANDARD.encode(keyring.hmac("signing key", &[row.id.as_bytes()]));
        let encoded = open(&opener(&context.keyring), "signing key", &row.sealed_key, &row.seal_salt).unwrap();
        let private = STANDARD.decode(encoded.as_bytes()).unwrap();
        assert_eq!(private.len(), 32);
        for stored in [&row.sealed_key, &row.public_key, &row.seal_salt] {
            assert!(!stored.windows(private.len()).any(|window| window == private));
        }
        let other = Keyring::from_base64(&STANDARD.encode([7; 32])).unwrap();
        assert!(open(&opener(&other), "signing key", &row.sealed_key, &row.seal_salt).is_err());
        assert!(!format!("{row:?}").contains("sealed"));
    }

    /// Signed by the right key, but with a claim that is missing, of another type, or of somebody else (invariant 39).
    async fn wrong_claims(database) {
        let app = TestApp::start(database).await;
        let session = app.registered("ada", None).await;
        let good = part(&token(&app, &session).await, 1);
        let context = &app.app.context;
        let sign = async |claims: &Value| context.signing_keys.sign(&context.db, context.now(), claims).await.unwrap();
        assert!(is_alive(&app, &sign(&good).await).await);
        let mut wrong = Vec::new();
        for claim in good.as_object().unwrap().keys() {
            for value in [None, Some(Value::Null), Some(json!(true)), Some(json!({})), Some(json!([good[claim]]))] {
                let mut claims = good.clone();
                match value {
                    None => drop(claims.as_object_mut().unwrap().remove(claim)),
                    Some(value) => claims[claim] = value,
                }
                wrong.push(claims);
            }
        }
        for (claim, value) in [
            ("exp", json!(app.now().to_string())), ("exp", json!(4_000_000_000.5)), ("exp", json!(1e300)),
            ("exp", json!(-1)), ("exp", json!(app.now() - 31)), ("exp", json!(u64::MAX)), ("iat", json!(app.now() + 31)),
            ("iat", json!("0")), ("iss", json!("http://127.0.0.1:3001")), ("iss", json!("")), ("via", json!("account")),
            ("sub", json!("00000000-0000-0000-0000-000000000000")), ("sub", json!("ada")),
            ("sid", json!("00000000-0000-0000-0000-000000000000")), ("via", json!("access_key")),
        ] {
            let mut claims = good.clone();
            claims[claim] = value;
            wrong.push(claims);
        }
        for claims in wrong {
            let token = sign(&claims).await;
            assert!(!is_alive(&app, &token).await, "{claims}");
        }
    }
}
