require("../start")(__dirname);
