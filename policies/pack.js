require("./start")(__dirname);
