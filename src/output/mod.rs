//! Last room: one file per format. Everything that comes from an article is
//! untrusted text and is escaped for where it goes.
