package resource

// What reads the settings of a program from where they were when it was started.
var _ = register(library{
	rows: [][]Row{
		each(Ambient, "github.com/joho/godotenv.", "Load", "Overload", "Read"),
		each(Ambient, "github.com/kelseyhightower/envconfig.", "Process"),
		each(Ambient, "github.com/spf13/viper.", "ReadInConfig", "Unmarshal", "UnmarshalKey", "GetString"),
		each(Ambient, "(*github.com/spf13/viper.Viper).", "ReadInConfig", "Unmarshal", "UnmarshalKey", "GetString"),
	},
})
