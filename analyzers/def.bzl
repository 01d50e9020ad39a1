"""The checks of shutdownlint, for the deps of nogo of rules_go."""

SHUTDOWNLINT = [
    Label("//analyzers/basectx"),
    Label("//analyzers/closeorder"),
    Label("//analyzers/deadctx"),
    Label("//analyzers/falsefatal"),
    Label("//analyzers/halfstop"),
    Label("//analyzers/ignores"),
    Label("//analyzers/lostsignal"),
    Label("//analyzers/nakedgo"),
    Label("//analyzers/nodeadline"),
    Label("//analyzers/norecovery"),
    Label("//analyzers/noshutdown"),
    Label("//analyzers/notimeout"),
    Label("//analyzers/rowserr"),
    Label("//analyzers/skipdefer"),
    Label("//analyzers/stalesocket"),
    Label("//analyzers/unawaited"),
    Label("//analyzers/unclosed"),
    Label("//analyzers/unflushed"),
    Label("//analyzers/zombie"),
]
