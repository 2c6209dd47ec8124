//! Types as UniFFI describes them.

use uniffi_bindgen::interface::Type;

/// What a custom type travels as.
pub fn plain(ty: &Type) -> &Type {
    match ty {
        Type::Custom { builtin, .. } => plain(builtin),
        other => other,
    }
}

/// The inside of an optional type.
pub fn inner(ty: &Type) -> Option<&Type> {
    match plain(ty) {
        Type::Optional { inner_type } => Some(inner_type),
        _ => None,
    }
}
