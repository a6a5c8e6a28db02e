/** An app's start: React Native's own set-up, then the scenario. */
import "./native";
import "react-native/Libraries/Core/setUpGlobals";
import "react-native/Libraries/Core/polyfillPromise";
import "react-native/Libraries/Core/setUpTimers";
import "react-native/Libraries/Core/setUpXHR";
import AsyncStorage from "@react-native-async-storage/async-storage";
import * as core from "home-region-client";
import { createOffline } from "home-region-client/offline";
import { scenario } from "./scenario";

scenario({ sdk: { ...core, createOffline }, storage: AsyncStorage }).then(
  (reported) => globalThis.__host("reported", reported),
  (error) => globalThis.__host("failed", `${error.message}\n${error.stack}`),
);
