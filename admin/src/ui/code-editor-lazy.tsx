import { Skeleton } from "@mantine/core";
import { lazy, Suspense, type ReactNode } from "react";
import type { CodeEditorProps } from "./code-editor.tsx";

const Editor = lazy(() => import("./code-editor.tsx"));

/** Editor for HTML with findings at their lines. Its code is fetched when first shown. */
export function CodeEditor(props: CodeEditorProps): ReactNode {
  return (
    <Suspense fallback={<Skeleton height={props.height ?? 480} radius="md" />}>
      <Editor {...props} />
    </Suspense>
  );
}
