import "./ui/policy.ts";
import "@fontsource-variable/inter/index.css";
import "@fontsource-variable/source-serif-4/opsz.css";
import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "./ui/theme/index.css";
import "./ui/ui.css";
import "./app/shell.css";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Providers } from "./app/providers.tsx";
import { router } from "./app/routes.tsx";

const root = document.getElementById("root");
if (!root) throw new Error("index.html lacks #root");
createRoot(root).render(
  <StrictMode>
    <Providers>
      <RouterProvider router={router} />
    </Providers>
  </StrictMode>,
);
