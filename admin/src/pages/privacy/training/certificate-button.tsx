import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { api } from "../../../api/index.ts";
import { showProblem, useTexts } from "../../../ui/index.ts";
import { texts } from "./texts.ts";

export function CertificateButton({ id }: { id: string }): ReactNode {
  const t = useTexts(texts);
  return (
    <Button
      size="xs"
      leftSection={<IconDownload size={16} stroke={1.6} aria-hidden="true" />}
      onClick={() =>
        api.download(`/training/certificates/${id}`).catch((error: unknown) => showProblem(error))
      }
    >
      {t("certificate")}
    </Button>
  );
}
