//! TLS to mail servers: whose certificate is trusted, and what every failure is called.

use std::io;
use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::delivery_error::DeliveryError;

/// TLS with one mail server.
pub(super) struct Tls {
    connector: TlsConnector,
    name: ServerName<'static>,
}

impl Tls {
    /// `ca` holds further certificates, in PEM: authorities, or servers' own.
    ///
    /// # Errors
    /// Says what is wrong with the host or the certificates.
    pub(super) fn new(host: &str, ca: Option<&str>) -> Result<Self, String> {
        let name =
            ServerName::try_from(host.to_owned()).map_err(|_| "its host is no name that a certificate can have")?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let verifier = Verifier::new(ca.map(certificates).transpose()?.unwrap_or_default(), &provider)?;
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| error.to_string())?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier))
            .with_no_client_auth();
        Ok(Self { connector: TlsConnector::from(Arc::new(config)), name })
    }

    pub(super) async fn begin(&self, stream: TcpStream) -> Result<TlsStream<TcpStream>, DeliveryError> {
        let begun = self.connector.connect(self.name.clone(), stream).await;
        begun.map_err(|error| DeliveryError::of_the_way(name_of(&error), error.to_string()))
    }
}

/// The certificates in a text.
///
/// # Errors
/// There is none, or one is not readable.
pub(super) fn certificates(pem: &str) -> Result<Vec<CertificateDer<'static>>, String> {
    let certificates: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem.as_bytes()).collect();
    certificates
        .ok()
        .filter(|certificates| !certificates.is_empty())
        .ok_or_else(|| "must be a certificate in PEM".to_owned())
}

/// What a failed handshake is called in log and metrics.
fn name_of(error: &io::Error) -> &'static str {
    let Some(error) = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) else {
        return "tls_handshake";
    };
    match error {
        rustls::Error::InvalidCertificate(error) => match error {
            CertificateError::UnknownIssuer => "tls_unknown_authority",
            // One that signed itself.
            CertificateError::Other(error) if error.to_string().contains("CaUsedAsEndEntity") => {
                "tls_unknown_authority"
            }
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => "tls_expired",
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => "tls_not_yet_valid",
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => "tls_wrong_name",
            CertificateError::Revoked => "tls_revoked",
            _ => "tls_bad_certificate",
        },
        rustls::Error::InvalidMessage(_) => "tls_not_spoken",
        _ => "tls_handshake",
    }
}

/// The public authorities and the operator's, and servers' own certificates. The most common home-made certificate, which
/// `openssl req -x509` makes, calls itself an authority and would be refused as a server's: whoever lists it means it.
#[derive(Debug)]
struct Verifier {
    authorities: Arc<WebPkiServerVerifier>,
    own: Vec<CertificateDer<'static>>,
}

impl Verifier {
    fn new(own: Vec<CertificateDer<'static>>, provider: &Arc<CryptoProvider>) -> Result<Self, String> {
        let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        // One that cannot be an authority may still be a server's own.
        roots.add_parsable_certificates(own.iter().cloned());
        let authorities = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(provider))
            .build()
            .map_err(|error| error.to_string())?;
        Ok(Self { authorities, own })
    }
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        if self.own.iter().any(|own| own == end_entity) {
            return Ok(ServerCertVerified::assertion());
        }
        self.authorities.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.authorities.verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.authorities.verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.authorities.supported_verify_schemes()
    }
}
