//! Open enums: the service's values as named cases, and `Other` for what it adds next month.

/// Declares an enum whose known cases carry the service's own codes and whose `Other` case passes any other code through.
macro_rules! open_enum {
    (
        $(#[$enum_doc:meta])*
        $name:ident {
            $( $(#[$case_doc:meta])* $case:ident = $code:literal, )+
        }
    ) => {
        $(#[$enum_doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, uniffi::Enum)]
        #[uniffi::export(Display)]
        #[non_exhaustive]
        pub enum $name {
            $( $(#[$case_doc])* $case, )+
            /// A value this version of the library does not name. It is sent unchanged.
            Other {
                /// The value as the service spells it.
                code: String,
            },
        }

        impl $name {
            /// The value as it travels to the service.
            pub fn code(&self) -> &str {
                match self {
                    $( Self::$case => $code, )+
                    Self::Other { code } => code,
                }
            }

            /// The case for a code; an unknown code becomes `Other`.
            pub fn from_code(code: &str) -> Self {
                match code {
                    $( $code => Self::$case, )+
                    other => Self::Other { code: other.to_owned() },
                }
            }

            /// Every named case, in the order of the vendor's page.
            pub fn named() -> Vec<Self> {
                vec![ $( Self::$case, )+ ]
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.code())
            }
        }
    };
}

pub(crate) use open_enum;
