import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { ApiError } from "../api/index.ts";
import { CardSkeletons, Grid, Notice, Problem } from "../ui/index.ts";

export function StatesSection(): ReactNode {
  return (
    <div className="k-stack">
      <Grid>
        <div className="c6 k-stack">
          <Notice title="Noch im Entwurf">Diese Liste hat noch kein Formular.</Notice>
          <Notice tone="go" title="Nächster Schritt" action={<Button size="xs">Los</Button>}>
            Legen Sie ein Formular an.
          </Notice>
          <Notice tone="wait" title="18 Kontakte ohne Nachweis">
            Sie bleiben gesperrt, bis die Einwilligung belegt ist.
          </Notice>
        </div>
        <div className="c6 k-stack">
          <Notice tone="danger" title="Die Kette ist verändert">
            Eintrag 4.211 passt nicht zu seinem Vorgänger.
          </Notice>
          <Notice tone="ok" title="Einwilligung belegt" />
          <Problem
            error={
              new ApiError(409, {
                code: "mailing_locked",
                detail: "The mailing is being sent.",
                hint: "Pause it first.",
              })
            }
            onRetry={() => undefined}
          />
          <Problem error={new ApiError(0, { code: "network" })} onRetry={() => undefined} />
        </div>
      </Grid>
      <CardSkeletons />
    </div>
  );
}
