package org.qingsheng.bot.console.page;

/** Signing in. */
public record LoginPage(Shell shell, String next, String login, String problem) {}
