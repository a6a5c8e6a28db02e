/** `npm run approve`: writes down what the stacks declare now, for a reviewer to read as a difference. */
import { program } from "../../cli/program";
import {
  otherSettingsDocument,
  otherSettingsFile,
  readApproved,
  stackDocuments,
  writeApproved,
} from "../support/approved/files";

async function approve() {
  const documents = await stackDocuments();
  documents.set(otherSettingsFile, await otherSettingsDocument());
  for (const [file, text] of documents) {
    const changed = !isApproved(file, text);
    if (changed) {
      writeApproved(file, text);
    }
    console.log(`${changed ? "written  " : "unchanged"} tests/infra/approved/${file}`);
  }
}

function isApproved(file: string, text: string): boolean {
  try {
    return readApproved(file) === text;
  } catch {
    return false; // the first time
  }
}

void program("approve", "Write down in tests/infra/approved what the stacks declare now.", approve);
