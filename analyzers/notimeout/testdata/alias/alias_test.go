package alias

import web "net/http"

func inTest() error { return web.ListenAndServe(":8080", nil) }
