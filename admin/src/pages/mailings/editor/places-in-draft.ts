import { createContext, useContext } from "react";
import type { ContentPart } from "../../../../../contract/content.ts";

/** A place in the draft to show: "Zur Stelle". */
export interface Spot {
  part: ContentPart | "lists";
  offset?: number;
  length?: number;
}

/** What the three areas of the editor do to each other. */
export interface EditorWays {
  /** Shows a place: opens its area, scrolls there and selects it. */
  showSpot: (spot: Spot) => void;
  /** Puts a placeholder where the cursor was last. */
  insert: (text: string) => void;
  /** Told by subject, preheader and code when the cursor enters them. */
  entered: (part: "subject" | "preheader" | "html" | "text") => void;
}

const Ways = createContext<EditorWays | undefined>(undefined);
export const EditorWaysProvider = Ways.Provider;

export function useWays(): EditorWays {
  const ways = useContext(Ways);
  if (!ways) throw new Error("useWays outside the editor");
  return ways;
}
