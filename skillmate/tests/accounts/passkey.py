"""A passkey as an authenticator makes it, without a browser."""

from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

NUMBER = b"a passkey number"


def credential() -> dict:
    """What `Authenticator.data` holds of it, as `credential`."""
    public_key = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    key = AttestedCredentialData.create(Aaguid.NONE, NUMBER, public_key)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    attestation = AttestationObject.create(
        "none", AuthenticatorData.create(b"h" * 32, flags, 1, key), {}
    )
    client_data = CollectedClientData.create("webauthn.create", b"c" * 32, "http://testserver")
    number = websafe_encode(NUMBER)
    response = {
        "clientDataJSON": websafe_encode(client_data),
        "attestationObject": websafe_encode(attestation),
    }
    return {"id": number, "rawId": number, "type": "public-key", "response": response}
