import type { ReactNode } from "react";
import type { AccountView, SettingsProblem } from "../../../../../contract/accounts.ts";
import type { SaveState } from "../../../ui/index.ts";

/** What every form of the settings gets, whether it stands in the set-up or in the settings. */
export interface FormProps {
  account: AccountView;
  /** What the server still misses in this section. */
  problems: SettingsProblem[];
  /** Shows all of it, not only beside fields that were left. */
  showAll: boolean;
  /** Draws the page around the form; `aside` stands beside it, or below it on the phone. */
  frame: (save: SaveState | undefined, form: ReactNode, aside?: ReactNode) => ReactNode;
}
