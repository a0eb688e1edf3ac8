import { lazy, Suspense, type ReactNode } from "react";
import { useProofAsked } from "../api/index.ts";

const ProofDialog = lazy(() => import("./proof-dialog.tsx"));

/** Listens for acts that want a fresh proof; the dialog is loaded with the first. */
export function Proof(): ReactNode {
  const asked = useProofAsked();
  return (
    asked && (
      <Suspense fallback={null}>
        <ProofDialog />
      </Suspense>
    )
  );
}
