// ok: the demo uses the package as its types say
import "../../www/app.js";
// ok: and so does its server
import "../../www/server.js";
