//! TLS, with as much trust as is asked for.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme,
};

use crate::store::{StoreError, StoreResult};

/// What is looked at of a server's certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verification {
    /// Nothing: what is sent cannot be read on the way, but may go to anyone.
    None,
    /// Whether it comes from somebody who is trusted.
    Chain,
    /// That, and whether it is the server's that was asked for.
    ChainAndName,
}

/// What TLS is made with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TlsFiles {
    pub(super) verification: Verification,
    /// A file of certificates to trust; `None` for the system's.
    pub(super) roots: Option<PathBuf>,
    /// Our own certificate and its key.
    pub(super) own: Option<(PathBuf, PathBuf)>,
}

/// Prepares TLS; nothing is read that is not needed for it.
pub(super) fn client_config(files: &TlsFiles) -> StoreResult<ClientConfig> {
    let provider = Arc::new(ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()
        .map_err(refused(Path::new("TLS")))?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Verifier {
            chain: match files.verification {
                Verification::None => None,
                _ => Some(chain_verifier(files.roots.as_deref(), provider.clone())?),
            },
            has_to_be_named: files.verification == Verification::ChainAndName,
            provider,
        }));
    let Some((certificate, key)) = &files.own else {
        return Ok(builder.with_no_client_auth());
    };
    let chain = certificates(certificate)?;
    let read = PrivateKeyDer::from_pem_file(key).map_err(unreadable(key))?;
    builder
        .with_client_auth_cert(chain, read)
        .map_err(refused(key))
}

fn chain_verifier(
    roots: Option<&Path>,
    provider: Arc<CryptoProvider>,
) -> StoreResult<Arc<WebPkiServerVerifier>> {
    let mut store = RootCertStore::empty();
    let place = roots.unwrap_or(Path::new("the system's certificates"));
    match roots {
        Some(file) => {
            for certificate in certificates(file)? {
                store.add(certificate).map_err(refused(file))?;
            }
        }
        None => {
            store.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        }
    }
    WebPkiServerVerifier::builder_with_provider(Arc::new(store), provider)
        .build()
        .map_err(|error| unreadable(place)(error))
}

fn certificates(file: &Path) -> StoreResult<Vec<CertificateDer<'static>>> {
    let read = CertificateDer::pem_file_iter(file).map_err(unreadable(file))?;
    read.collect::<Result<_, _>>().map_err(unreadable(file))
}

fn unreadable<E: std::error::Error + Send + Sync + 'static>(
    file: &Path,
) -> impl Fn(E) -> StoreError {
    move |error| StoreError::io("read", file)(std::io::Error::other(error))
}

fn refused(file: &Path) -> impl Fn(Error) -> StoreError {
    unreadable(file)
}

/// Looks at a server's certificate as far as that is asked for; signatures are always checked.
#[derive(Debug)]
struct Verifier {
    chain: Option<Arc<WebPkiServerVerifier>>,
    has_to_be_named: bool,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let Some(chain) = &self.chain else {
            return Ok(ServerCertVerified::assertion());
        };
        let verified =
            chain.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now);
        match verified {
            // The name is looked at last, when all else is right.
            Err(Error::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
            )) if !self.has_to_be_named => Ok(ServerCertVerified::assertion()),
            other => other,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls12_signature(message, cert, dss, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls13_signature(message, cert, dss, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider
            .signature_verification_algorithms
            .supported_schemes()
    }
}
