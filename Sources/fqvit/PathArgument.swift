import ArgumentParser

/// A path as the user gave it; an empty one, which a script with an unset variable gives, is refused by its option's name.
func path(_ argument: String) throws -> String {
  guard !argument.isEmpty else { throw ValidationError("the path is empty") }
  return argument
}
