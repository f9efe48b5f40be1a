//! Signing keys of access tokens: made, published, used, kept until their last token is dead, and forgotten.
//!
//! Which key signs follows from the dates in the table alone, so that all nodes agree without talking to each other.

use std::sync::{Arc, PoisonError, RwLock};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use entity::signing_key::{Column, Entity, Model};
use scoped_futures::ScopedFutureExt;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::clock::Clock;
use crate::crypto::jwt::{self, Algorithm, Jwk, JwtError, SigningKey};
use crate::crypto::keyring::Keyring;
use crate::crypto::random::{Random, row_id};
use crate::crypto::seal::{SealError, open, seal};
use crate::db::Db;

/// A key signs for so many seconds.
const ROTATION_PERIOD: i64 = 90 * 24 * 60 * 60;
/// It is published so many seconds before it signs, so that every verifier has it by then.
const PUBLISHED_AHEAD: i64 = 24 * 60 * 60;
/// A token may be taken for valid so many seconds after its end.
pub const LEEWAY: i64 = 30;
/// What a node knows is at most so many seconds old.
const KNOWN_FOR: i64 = 60;
const SEAL_PURPOSE: &str = "signing key";

/// The keys of one installation, as this process knows them. Clones share that.
#[derive(Clone)]
pub struct SigningKeys {
    keyring: Keyring,
    algorithm: Algorithm,
    longest_token: i64,
    known: Arc<RwLock<Option<Arc<Known>>>>,
}

struct Known {
    keys: Vec<Model>,
    at: i64,
    signer: Option<(Uuid, SigningKey)>,
}

impl SigningKeys {
    /// Keys that sign with this algorithm once they are made anew; `longest_token` is the longest life of a token, in
    /// seconds.
    #[must_use]
    pub fn new(keyring: Keyring, algorithm: Algorithm, longest_token: i64) -> Self {
        Self { keyring, algorithm, longest_token, known: Arc::default() }
    }

    /// Makes the first key, or the next one when it is time, and forgets those whose last token is dead. Nodes may do
    /// this at the same time.
    ///
    /// # Errors
    /// See [`SigningKeyError`]; nothing was changed then.
    pub async fn rotate(&self, db: &Db, clock: &dyn Clock, random: &dyn Random) -> Result<(), SigningKeyError> {
        let now = clock.now();
        let keys = all(db.read()).await?;
        let next = self.next(&keys, now);
        if let Some((generation, activation_date)) = next {
            let row = &self.make(clock, random, generation, activation_date)?;
            db.write("make_signing_key", |tx| {
                async move {
                    // Of two nodes the second finds the generation taken.
                    Entity::insert(row.clone().into_active_model().reset_all())
                        .on_conflict(OnConflict::column(Column::Generation).do_nothing().to_owned())
                        .exec_without_returning(tx)
                        .await
                }
                .scope_boxed()
            })
            .await?;
            tracing::info!(generation, activation_date, "a signing key was made");
        }
        let dead = &self.dead(&keys, now);
        if next.is_none() && dead.is_empty() {
            return self.keep(keys, now).map(drop);
        }
        if !dead.is_empty() {
            db.write("forget_signing_keys", |tx| {
                async move { Entity::delete_many().filter(Column::Id.is_in(dead.clone())).exec(tx).await }.scope_boxed()
            })
            .await?;
        }
        self.load(db, now).await.map(drop)
    }

    /// Generation and activation of the key that is due to be made. `keys` has the newest first.
    fn next(&self, keys: &[Model], now: i64) -> Option<(i64, i64)> {
        let Some(newest) = keys.first() else { return Some((1, now)) };
        let waits = newest.activation_date > now;
        let ends = newest.activation_date + ROTATION_PERIOD;
        let other_algorithm = newest.algorithm != self.algorithm.name();
        if waits || (!other_algorithm && now < ends - PUBLISHED_AHEAD) {
            return None;
        }
        let ahead = now + PUBLISHED_AHEAD;
        Some((newest.generation + 1, if other_algorithm { ahead } else { ends.max(ahead) }))
    }

    /// Keys whose successor has signed for longer than any token of theirs can live.
    fn dead(&self, keys: &[Model], now: i64) -> Vec<Uuid> {
        keys.windows(2)
            .filter(|pair| pair[0].activation_date + self.longest_token + KNOWN_FOR + 2 * LEEWAY < now)
            .map(|pair| pair[1].id)
            .collect()
    }

    fn make(
        &self,
        clock: &dyn Clock,
        random: &dyn Random,
        generation: i64,
        activation_date: i64,
    ) -> Result<Model, SigningKeyError> {
        let key = SigningKey::generate(self.algorithm, random)?;
        let id = row_id(clock, random);
        let sealed = seal(random, &self.opener(id), SEAL_PURPOSE, &Zeroizing::new(STANDARD.encode(&*key.private)))?;
        Ok(Model {
            id,
            generation,
            algorithm: key.algorithm.name().to_owned(),
            public_key: key.public,
            sealed_key: sealed.text,
            seal_salt: sealed.salt,
            creation_date: clock.now(),
            activation_date,
        })
    }

    /// What opens the seal is not in the database (invariant 15).
    fn opener(&self, id: Uuid) -> Zeroizing<String> {
        Zeroizing::new(STANDARD.encode(Zeroizing::new(self.keyring.hmac(SEAL_PURPOSE, &[id.as_bytes()]))))
    }

    async fn load(&self, db: &Db, now: i64) -> Result<Arc<Known>, SigningKeyError> {
        self.keep(all(db.read()).await?, now)
    }

    fn keep(&self, keys: Vec<Model>, now: i64) -> Result<Arc<Known>, SigningKeyError> {
        // A clock that is behind finds no key whose time has come; the oldest one's is the nearest.
        let signer = match keys.iter().find(|key| key.activation_date <= now).or(keys.last()) {
            Some(row) => Some((row.id, self.open(row)?)),
            None => None,
        };
        let known = Arc::new(Known { keys, at: now, signer });
        *self.known.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&known));
        Ok(known)
    }

    fn open(&self, row: &Model) -> Result<SigningKey, SigningKeyError> {
        let private = open(&self.opener(row.id), SEAL_PURPOSE, &row.sealed_key, &row.seal_salt)?;
        let private = STANDARD.decode(private.as_bytes()).map_err(|_| JwtError)?;
        let algorithm = Algorithm::from_name(&row.algorithm).ok_or(JwtError)?;
        Ok(SigningKey { algorithm, private: Zeroizing::new(private), public: row.public_key.clone() })
    }

    async fn known(&self, db: &Db, now: i64) -> Result<Arc<Known>, SigningKeyError> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner).clone();
        match known {
            Some(known) if (known.at..known.at + KNOWN_FOR).contains(&now) => Ok(known),
            _ => self.load(db, now).await,
        }
    }

    /// Whether there is a key to sign with.
    ///
    /// # Errors
    /// See [`SigningKeyError`]: there is none, or it does not open.
    pub async fn check(&self, db: &Db, now: i64) -> Result<(), SigningKeyError> {
        self.known(db, now).await?.signer.as_ref().map(drop).ok_or(SigningKeyError::None)
    }

    /// Signs claims with the key whose time it is.
    ///
    /// # Errors
    /// See [`SigningKeyError`].
    pub async fn sign(&self, db: &Db, now: i64, claims: &impl Serialize) -> Result<String, SigningKeyError> {
        let known = self.known(db, now).await?;
        let (id, key) = known.signer.as_ref().ok_or(SigningKeyError::None)?;
        Ok(key.sign(&id.to_string(), claims)?)
    }

    /// The claims of a token that one of the keys signed. Its header names the key, and that is all that it decides
    /// (invariant 38).
    ///
    /// # Errors
    /// See [`SigningKeyError`]; that says nothing about the token.
    pub async fn verify<T>(&self, db: &Db, now: i64, token: &str) -> Result<Option<T>, SigningKeyError>
    where
        T: DeserializeOwned + Clone,
    {
        let Some(id) = jwt::key_id(token).and_then(|id| Uuid::parse_str(&id).ok()) else { return Ok(None) };
        let mut known = self.known(db, now).await?;
        // Another node may have made the first key just now; asked at most once a second, whatever strangers send.
        if known.keys.iter().all(|key| key.id != id) && known.at < now {
            known = self.load(db, now).await?;
        }
        let Some(key) = known.keys.iter().find(|key| key.id == id) else { return Ok(None) };
        let algorithm = Algorithm::from_name(&key.algorithm);
        Ok(algorithm.and_then(|algorithm| jwt::verify(token, algorithm, &key.public_key)))
    }

    /// Every public key whose tokens may be valid now or soon (invariant 40).
    ///
    /// # Errors
    /// See [`SigningKeyError`].
    pub async fn published(&self, db: &Db, now: i64) -> Result<Vec<Jwk>, SigningKeyError> {
        let known = self.known(db, now).await?;
        let jwk = |key: &Model| {
            let algorithm = Algorithm::from_name(&key.algorithm)?;
            Some(Jwk::new(algorithm, &key.public_key, &key.id.to_string()))
        };
        Ok(known.keys.iter().filter_map(jwk).collect())
    }
}

async fn all(connection: &impl ConnectionTrait) -> Result<Vec<Model>, DbErr> {
    Entity::find().order_by_desc(Column::Generation).all(connection).await
}

/// Why there is no signing key.
#[derive(Debug, thiserror::Error)]
pub enum SigningKeyError {
    /// None is there yet.
    #[error("there is no signing key")]
    None,
    /// A key does not open under the keyring secret.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// A key is not usable.
    #[error(transparent)]
    Key(#[from] JwtError),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbErr),
}
