/**
 * The command line: one class for each command, and what only commands need. A command reads its
 * options, asks the house or the knowledge base, prints in Chinese and ends with an exit code. No
 * rule of the product lives here; whatever a page could want too belongs to a domain package.
 */
@NullMarked
package org.qingsheng.bot.commands;

import org.jspecify.annotations.NullMarked;
