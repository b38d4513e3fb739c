import { mount } from "svelte";
import App from "./App.svelte";
import "./page.css";
import "./across.css";

mount(App, { target: document.getElementById("app")! });
