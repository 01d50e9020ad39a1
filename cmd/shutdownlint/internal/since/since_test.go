package since

import (
	"maps"
	"slices"
	"testing"
)

func TestParse(t *testing.T) {
	const diff = `diff --git a/a.go b/a.go
index 1..2 100644
--- a/a.go
+++ b/a.go
@@ -3 +3 @@ func a() {
-old
+new
@@ -7,2 +7,0 @@
-gone
--- gone as well
@@ -20,0 +19,2 @@
+++ b/not a name
+@@ -1 +1 @@
diff --git a/with space.go b/with space.go
--- /dev/null
+++ b/with space.go	
@@ -0,0 +1,2 @@
+package a
+
diff --git "a/quo\"ted\t.go" "b/quo\"ted\t.go"
--- "a/quo\"ted\t.go"
+++ "b/quo\"ted\t.go"
@@ -1 +1 @@
-a
+b
\ No newline at end of file
diff --git a/x.bin b/x.bin
Binary files a/x.bin and b/x.bin differ
diff --git a/old.go b/moved.go
similarity index 100%
rename from old.go
rename to moved.go
diff --git a/removed.go b/removed.go
--- a/removed.go
+++ /dev/null
@@ -1 +0,0 @@
-package a
`
	got, err := parse(diff)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][]lines{"a.go": {{3, 4}, {19, 21}}, "with space.go": {{1, 3}}, "quo\"ted\t.go": {{1, 2}}}
	if !maps.EqualFunc(got, want, slices.Equal[[]lines]) {
		t.Errorf("got %v, want %v", got, want)
	}
	for _, wrong := range []string{"@@ -1\n", "@@ -1 +x @@\n", "@@ -1,y +1 @@\n", "+++ \"b/\\q\"\n"} {
		if _, err := parse(wrong); err == nil {
			t.Errorf("%q is understood", wrong)
		}
	}
}
