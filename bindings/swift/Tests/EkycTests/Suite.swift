import Testing

/// All tests, one after the other: each has a service of its own, deadlines run, and one of them changes the environment.
@Suite(.serialized) enum EkycTests {}
