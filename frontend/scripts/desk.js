import "./start.js";
