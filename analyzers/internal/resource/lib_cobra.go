package resource

var _ = register(library{
	rows:     [][]Row{each(MayExit, "github.com/spf13/cobra.", "CheckErr")}, // where the error is not nil
	commands: []string{"github.com/spf13/cobra.Command.RunE", "github.com/spf13/cobra.Command.Run"},
	prepares: []string{"github.com/spf13/cobra.Command.PreRunE", "github.com/spf13/cobra.Command.PersistentPreRunE"},
})
