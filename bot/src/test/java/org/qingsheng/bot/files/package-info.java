/** Tests of files people send; nothing else lives here. */
@NullMarked
package org.qingsheng.bot.files;

import org.jspecify.annotations.NullMarked;
