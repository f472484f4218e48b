// ok: the demo uses the package as its types say
import "../../www/app.js";
