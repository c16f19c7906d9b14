//! Stand-in for a room that is being built, so that this branch compiles; gone with the merge.

/// Stand-in.
pub mod generate {
    use crate::Forum;
    /// Stand-in.
    pub fn forum(name: &str, _: &str, _: u64) -> Result<Forum, String> {
        if name == "regional" { Ok(Forum::new("regional")) } else { Err("unknown size".to_owned()) }
    }
}
