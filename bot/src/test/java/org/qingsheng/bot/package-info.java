/** Tests of the whole house: scenarios, architecture, acceptance. */
@NullMarked
package org.qingsheng.bot;

import org.jspecify.annotations.NullMarked;
