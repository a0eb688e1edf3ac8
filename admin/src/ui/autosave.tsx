import { useCallback, useEffect, useRef, useState, type ReactNode } from "react";
import { currentTime, useFormat, useTexts } from "../i18n/index.ts";
import { problemText } from "./problem.tsx";
import { uiTexts } from "./texts.ts";

/** How a draft stands. */
export interface SaveState {
  state: "clean" | "dirty" | "saving" | "saved" | "failed";
  at?: Date;
  error?: unknown;
  /** Saves at once: before leaving for the next step. Resolves when nothing is left to save. */
  flush: () => Promise<void>;
}

/**
 * Saves a draft by itself, `delay` ms after the last change and never twice at once. Changes made while
 * saving are saved after it. The browser asks before a page with unsaved changes is closed.
 */
export function useAutosave<T>(
  value: T,
  save: (value: T) => Promise<unknown>,
  options: { delay?: number; enabled?: boolean } = {},
): SaveState {
  const [state, setState] = useState<Omit<SaveState, "flush">>({ state: "clean" });
  const latest = useRef({ value, save });
  const savedText = useRef(JSON.stringify(value));
  const running = useRef<Promise<void> | undefined>(undefined);
  latest.current = { value, save };

  const flush = useCallback(async (): Promise<void> => {
    while (running.current) await running.current;
    const text = JSON.stringify(latest.current.value);
    if (text === savedText.current) return;
    const work = (async () => {
      setState({ state: "saving" });
      try {
        await latest.current.save(latest.current.value);
        savedText.current = text;
        setState({ state: "saved", at: currentTime() });
      } catch (error) {
        setState({ state: "failed", error });
        throw error;
      }
    })();
    running.current = work.then(
      () => void (running.current = undefined),
      () => void (running.current = undefined),
    );
    await work;
    if (JSON.stringify(latest.current.value) !== savedText.current) await flush();
  }, []);

  const text = JSON.stringify(value);
  useEffect(() => {
    if (options.enabled === false || text === savedText.current) return;
    setState((before) => (before.state === "saving" ? before : { state: "dirty" }));
    const timer = setTimeout(() => void flush().catch(() => undefined), options.delay ?? 800);
    return () => clearTimeout(timer);
  }, [text, flush, options.delay, options.enabled]);

  useEffect(() => {
    const ask = (event: BeforeUnloadEvent): void => {
      if (JSON.stringify(latest.current.value) !== savedText.current) event.preventDefault();
    };
    window.addEventListener("beforeunload", ask);
    return () => {
      window.removeEventListener("beforeunload", ask);
      // Leaving for another page of the workplace: what is not yet saved is saved now.
      if (options.enabled !== false) void flush().catch(() => undefined);
    };
  }, [flush, options.enabled]);

  return { ...state, flush };
}

/** "Gespeichert um 09:24 Uhr", for the meta line of a page. */
export function SaveStateText({ save }: { save: SaveState }): ReactNode {
  const t = useTexts(uiTexts);
  const format = useFormat();
  if (save.state === "clean") return null;
  const words =
    save.state === "saved" && save.at
      ? t("saved", { time: format.time(save.at) })
      : save.state === "failed"
        ? `${t("notSaved")}. ${problemText(save.error)}`
        : save.state === "dirty"
          ? t("notSaved")
          : t("saving");
  return (
    <span className={`k-savestate ${save.state === "failed" ? "k-danger" : ""}`} role="status">
      {words}
    </span>
  );
}
