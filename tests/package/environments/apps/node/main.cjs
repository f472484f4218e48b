const { createClient } = require("wawp-client");
const { flow } = require("./flow.js");

const [, , origin, accessToken] = process.argv;
flow(createClient, { origin, accessToken }).then(console.log);
