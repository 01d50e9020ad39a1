// Package ignores finds ignore comments that do not do what they are meant to do.
//
// # Analyzer ignores
//
// ignores: report ignore comments that are malformed or suppress nothing
//
// A comment of the form
//
//	//shutdownlint:ignore category[,category] reason
//
// suppresses findings of these categories on its line or, if it stands alone, on the next one.
//
// # Category ignore-malformed
//
// ignore-malformed: an ignore comment has no effect because of its form
//
// In production nothing happens, but whoever wrote the comment believes that somebody has looked at the finding; and who
// reads it later wants to know why it is all right.
//
//	//shutdownlint:ignore serve-no-shutdown
//	http.Serve(l, h) // WRONG: without a reason the comment suppresses nothing
//
//	//shutdownlint:ignore serve-no-shutdown this command answers one request and ends
//	http.Serve(l, h) // RIGHT
//
// Malformed is a comment without a category or without a reason, one that names a category which does not exist, or a check in the place
// of its categories, one with white space before the word shutdownlint, around the colon or around a comma, without the colon, with capital
// letters or between /* and */, and one whose word after the colon is not ignore.
//
// Not reported: comments in generated files, in test files unless they are asked for, and of other tools.
//
// Fix: Make it a directive, where only its form is wrong: the reason is what a tool cannot know.
//
// # Category ignore-unused
//
// ignore-unused: an ignore comment suppresses nothing
//
// In production nothing happens, until the mistake comes back on that line: then nobody is told.
//
//	//shutdownlint:ignore serve-no-shutdown this command answers one request and ends
//	srv.Shutdown(ctx) // WRONG: there is nothing to suppress any more
//
//	srv.Shutdown(ctx) // RIGHT
//
// A comment that names several categories is used if one of them is.
//
// Not reported: a comment on a note while notes are not wanted, on a finding of a check that is switched off, and in a file
// that the build leaves out, in a test file or in a generated one; a comment that names a category of ignore comments.
//
// Fix: Delete the comment.
package ignores
