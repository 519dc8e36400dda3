import { generateClient } from "./generate-client.ts";
import { linkCommand } from "./link-command.ts";

linkCommand();
generateClient();
