import { useCallback, useState } from "react";

const STORED = "klarpost.mailbox.read";
/** So many ids are remembered; the mailbox forgets its messages after a day anyway. */
const KEPT = 500;

/** Which messages were opened in this tab, so that new ones stand out. */
export function useReadMessages(): {
  isRead: (id: string) => boolean;
  markRead: (id: string) => void;
} {
  const [read, setRead] = useState<ReadonlySet<string>>(stored);
  const markRead = useCallback((id: string) => {
    setRead((before) => {
      if (before.has(id)) return before;
      const after = [...before, id].slice(-KEPT);
      try {
        sessionStorage.setItem(STORED, JSON.stringify(after));
      } catch {
        // Without storage they are remembered until the page is reloaded.
      }
      return new Set(after);
    });
  }, []);
  const isRead = useCallback((id: string) => read.has(id), [read]);
  return { isRead, markRead };
}

function stored(): ReadonlySet<string> {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(STORED) ?? "[]");
    return new Set(Array.isArray(value) ? value.map(String) : []);
  } catch {
    return new Set();
  }
}
